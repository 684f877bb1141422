"""The lesson about large records: long strings are joined with their upper-case copies and measured."""

import itertools
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 2
VALUES, TIMES = ["hello", "world", "python"], ["10k", "10k", "1"]


def values_and_times(settings):
    values = settings.texts("strings.values", VALUES)
    times = settings.counts("strings.times", [1] * len(values) if "strings.values" in settings else TIMES)
    if len(values) != len(times):
        raise ValueError(f"strings: {len(values)} values but {len(times)} times")
    return list(zip(values, times))


def default_records(settings):
    return len(values_and_times(settings)) * settings.count("strings.repeat", 1)


def strings(records, settings):
    prepared = [value * times for value, times in values_and_times(settings)]
    return itertools.islice(itertools.cycle(prepared), records)


def length(string):
    return len(string + string.upper())


def serial(records, workers, settings):
    yield [length(string) for string in strings(records, settings)]


def threads(records, workers, settings):
    with ThreadPool(workers) as pool:
        yield pool.map(length, strings(records, settings))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield pool.map(length, strings(records, settings))


def check(outcome, records, settings):
    right = [(len(value) + len(value.upper())) * times for value, times in values_and_times(settings)]
    if outcome != list(itertools.islice(itertools.cycle(right), records)):
        raise ValueError(f"the right lengths are {right}")
    return outcome
