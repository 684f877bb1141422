"""The files of the repository and what they include, for the rules of this folder."""

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


def finish(problems):
    """Ends a rule: prints what it found, and fails if that is anything."""
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
