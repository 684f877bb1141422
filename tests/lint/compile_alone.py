#!/usr/bin/env python3
"""Every header, and every source outside the tests, compiles by itself: builds compile several sources at once, where
one may lean on what another includes. A file is compiled again when it or what it includes of weir has changed.
"""

import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from sources import ROOT, USER_PROJECT, Passed, finish, includes_of, tracked

BUILD = ROOT / "build/debug"
COMPILER = ["clang++", "-fsyntax-only", "-Wno-unknown-warning-option"]  # reads a third faster than g++, whose flags these are
FOLDERS = ("include", "pipeline", "tests", "")  # where an include is looked for


def flags_of(words):
    of_libraries = [flag for word, folder in zip(words, words[1:]) if word == "-isystem" for flag in (word, folder)]
    return [word for word in words if word.startswith(("-W", "-std", "-D", "-I"))] + of_libraries


def commands_of_sources():
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    flags = {entry["file"]: flags_of(shlex.split(entry["command"])) for entry in entries}
    sources = (path for path in tracked(".cpp") if not path.startswith("tests/") and str(ROOT / path) in flags)
    return {path: [*COMPILER, *flags[str(ROOT / path)], path] for path in sources}


def commands_of_headers(sources):
    """Of those that no source includes before anything else."""
    firsts = [next(includes_of(source), None) for source in sources]
    shown = {os.path.join(folder, first.name) for first in firsts if first for folder in FOLDERS}
    headers = [path for path in tracked(".h") if path not in shown and not path.startswith(USER_PROJECT)]
    folders = [f"-I{ROOT / folder}" for folder in (*FOLDERS, "build/debug")]
    command = [*COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wno-pragma-once-outside-header", *folders,
               "-isystem", str(BUILD / "proto"), "-xc++"]
    return {header: [*command, header] for header in headers}


def errors_of(command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stderr.strip()


def main():
    passed = Passed("alone", "")
    commands = commands_of_sources()
    commands |= commands_of_headers(list(commands))
    changed = {path: command for path, command in commands.items() if (path, " ".join(command)) not in passed}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        errors = dict(zip(changed, pool.map(errors_of, changed.values())))
    for path, text in errors.items():
        if not text:
            passed.add(path, " ".join(changed[path]))
    finish([f"{path}: does not compile alone\n{text}" for path, text in errors.items() if text])


main()
