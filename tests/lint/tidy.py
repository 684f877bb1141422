#!/usr/bin/env python3
"""clang-tidy finds nothing. A file is looked at again when it, what it includes of weir, or the rules have changed."""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

from sources import ROOT, includes_of, text_of, tracked

BUILD = ROOT / "build/debug"
PASSED = ROOT / "build/lint/tidy"  # one empty file for each state of a source that was found clean
WARNINGS_OF_GCC = "--extra-arg=-Wno-unknown-warning-option"


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


def state_of(source, command, rules, files):
    parts = [rules, command] + [text_of(path) for path in all_behind(source, files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def findings(source):
    run = subprocess.run(["clang-tidy", "-p", BUILD, "--quiet", WARNINGS_OF_GCC, source],
                         cwd=ROOT, capture_output=True, text=True)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def main():
    files = set(tracked())
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True, text=True).stdout
    rules = version + "".join(text_of(path) for path in sorted(files) if path.endswith(".clang-tidy"))
    commands = {entry["file"]: entry["command"] for entry in json.loads((BUILD / "compile_commands.json").read_text())}
    states = {path: state_of(path, commands[str(ROOT / path)], rules, files)
              for path in tracked(".cpp") if str(ROOT / path) in commands}
    PASSED.mkdir(parents=True, exist_ok=True)
    changed = [path for path, state in states.items() if not (PASSED / state).exists()]

    clean = True
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(findings, path): path for path in changed}
        for done, future in enumerate(as_completed(running), start=1):
            if text := future.result():
                clean = False
                print(text, flush=True)
            else:
                (PASSED / states[running[future]]).touch()
            if done % 20 == 0:
                print(f"tidy: {done} of {len(changed)}", flush=True)
    sys.exit(0 if clean else 1)


main()
