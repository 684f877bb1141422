"""The settings of stages, as the YAML file has them: texts such as 10k, 1e6, 500us, 20ms, 64KiB, true."""

import re
from decimal import Decimal

COUNT_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9}
NANOSECONDS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "min": 60 * 10**9, "h": 3600 * 10**9}
SIZE_UNITS = {"": 1, "B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30,
              "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9}
NUMBER_AND_UNIT = re.compile(r"(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*)")


def read_scaled(text, units):
    match = NUMBER_AND_UNIT.fullmatch(str(text))
    if match is None or match[2] not in units:
        raise ValueError(f"{text!r} is not a number with one of the units {', '.join(filter(None, units))}")
    scaled = Decimal(match[1]) * units[match[2]]
    if scaled != int(scaled):
        raise ValueError(f"{text!r} is not a whole number")
    return int(scaled)


class Settings:
    """Named "stage_type.setting"; read as what it is asked for, as is the default of a missing one."""

    def __init__(self, texts):
        self._texts = texts

    def __contains__(self, name):
        return name in self._texts

    def text(self, name, default):
        return self._texts.get(name, default)

    def texts(self, name, default):
        value = self._texts.get(name, default)
        return value if isinstance(value, list) else [value]

    def count(self, name, default):
        return read_scaled(self.text(name, default), COUNT_UNITS)

    def counts(self, name, default):
        return [read_scaled(text, COUNT_UNITS) for text in self.texts(name, default)]

    def seconds(self, name, default):
        text = self.text(name, default)
        return 0.0 if text == "0" else read_scaled(text, NANOSECONDS) / 1e9

    def size(self, name, default):
        return read_scaled(self.text(name, default), SIZE_UNITS)

    def flag(self, name, default):
        text = str(self.text(name, default)).lower()
        if text not in ("true", "false"):
            raise ValueError(f"{text!r} is neither true nor false")
        return text == "true"

    def one_of(self, name, words, default):
        word = self.text(name, default)
        if word not in words:
            raise ValueError(f"{name} must be one of {', '.join(words)}, not {word!r}")
        return word
