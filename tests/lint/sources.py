"""The files of the repository and what they include, for the rules of this folder."""

import hashlib
import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# A user's program, built against an installed weir by its own test: not part of weir's build.
USER_PROJECT = "tests/install/"


class Include(NamedTuple):
    line: int
    angled: bool
    name: str


def tracked(*endings):
    """All files that are or could be committed, as paths from the root; only those with one of the endings, if any."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (path for path in listing.split("\0") if path and (ROOT / path).is_file())
    return sorted(path for path in paths if not endings or path.endswith(endings))


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes_of(path):
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        if match := INCLUDE.match(line):
            yield Include(number, match[1] == "<", match[2])


def included_file(name, files):
    """The file of weir behind an include; None for those of libraries."""
    source = name.replace(".pb.h", ".proto")
    places = (folder + source for folder in ("", "include/", "pipeline/", "tests/", "proto/"))
    return next((path for path in places if path in files), None)


def all_behind(source, files):
    """The source and every file of weir that it includes, directly or not."""
    seen, waiting = {source}, [source]
    while waiting:
        for include in includes_of(waiting.pop()):
            path = included_file(include.name, files)
            if path and path not in seen:
                seen.add(path)
                if path.endswith(".h"):
                    waiting.append(path)
    return sorted(seen)


class Passed:
    """What a rule has found good: one empty file for each state of a source, its rule and all that it includes."""

    def __init__(self, rule, version):
        self.folder = ROOT / "build/lint" / rule
        self.folder.mkdir(parents=True, exist_ok=True)
        self.version = version
        self.files = set(tracked())

    def _mark(self, source, command):
        parts = [self.version, command] + [text_of(path) for path in all_behind(source, self.files)]
        return self.folder / hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def __contains__(self, source_and_command):
        return self._mark(*source_and_command).exists()

    def add(self, source, command):
        self._mark(source, command).touch()


def finish(problems):
    """Ends a rule: prints what it found, and fails if that is anything."""
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
