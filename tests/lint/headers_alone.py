#!/usr/bin/env python3
"""Every header compiles by itself, whatever was or was not included before it.

Of one that a source includes before anything else the build has shown it already; the others are compiled here.
"""

import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from sources import ROOT, USER_PROJECT, finish, includes_of, tracked

FOLDERS = ("include", "pipeline", "tests", "")  # where an include is looked for


def compiler():
    """The compiler and the flags that weir's own sources are built with, the folders of all rooms included."""
    commands = json.loads((ROOT / "build/debug/compile_commands.json").read_text())
    own = (shlex.split(entry["command"]) for entry in commands if entry["file"].startswith(str(ROOT / "pipeline")))
    words = next(own)
    flags = [word for word in words if word.startswith(("-W", "-std", "-D"))]
    folders = [f"-I{ROOT / folder}" for folder in FOLDERS]
    return [words[0], *flags, *folders, "-isystem", str(ROOT / "build/debug/proto"), "-fsyntax-only", "-xc++", "-"]


def included_first():
    firsts = [next(includes_of(source), None) for source in tracked(".cpp")]
    return {os.path.join(folder, first.name) for first in firsts if first for folder in FOLDERS}


def errors_of(header, command):
    source = f'#include "{ROOT / header}"\n'
    return subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True).stderr.strip()


def main():
    command = compiler()
    shown = included_first()
    headers = [path for path in tracked(".h") if path not in shown and not path.startswith(USER_PROJECT)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        errors = list(pool.map(lambda header: errors_of(header, command), headers))
    finish([f"{header}: does not compile alone\n{text}" for header, text in zip(headers, errors) if text])


main()
