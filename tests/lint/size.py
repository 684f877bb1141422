#!/usr/bin/env python3
"""A C++ file is one concept: at most 300 lines, or a reason here, and never more than 400."""

from sources import finish, text_of, tracked

MOST = 300
MOST_WITH_REASON = 400
REASONS = {}  # path -> why these lines are one concept


def main():
    problems = []
    for path in tracked(".h", ".cpp"):
        lines = len(text_of(path).splitlines())
        most = MOST_WITH_REASON if path in REASONS else MOST
        if lines > most:
            problems.append(f"{path}: {lines} lines, more than {most}; it may hold two concepts")
        elif path in REASONS and lines <= MOST:
            problems.append(f"{path}: needs no reason in REASONS any more")
    finish(problems + [f"{path}: in REASONS, but not there" for path in REASONS if path not in tracked()])


main()
