#!/usr/bin/env python3
"""clang-tidy finds nothing. A file is looked at again when it, what it includes of weir, or the rules have changed.

Files of one target are looked at together, as sheets that include them: most of the time goes into the headers that
they share.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import PurePath

from sources import ROOT, includes_of, text_of, tracked

BUILD = ROOT / "build/debug"
SHEETS = ROOT / "build/lint/sheets"
PASSED = ROOT / "build/lint/tidy"  # one empty file for each state of a source that was found clean
FILES_A_SHEET = 16
OPTIONS = [
    "--quiet",
    "--checks=-bugprone-suspicious-include",
    "--extra-arg=-Wno-unknown-warning-option",  # the compile commands are g++'s
    # The analyzer follows functions of the main file only, and a sheet has none.
    "--extra-arg=-Xclang", "--extra-arg=-analyzer-opt-analyze-headers",
]


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


def target_of(entry):
    return re.search(r" -o (\S+)/CMakeFiles/(\S+)\.dir/", entry["command"]).groups()


def make_sheets(sources, commands):
    """Writes sheets and their compile commands; gives each with its sources."""
    shutil.rmtree(SHEETS, ignore_errors=True)
    sheets, database = {}, []
    entries = sorted((commands[str(ROOT / source)] for source in sources), key=target_of)
    for (folder, target), members in groupby(entries, target_of):
        members = list(members)
        (SHEETS / folder).mkdir(parents=True, exist_ok=True)
        for first in range(0, len(members), FILES_A_SHEET):
            on_it = members[first:first + FILES_A_SHEET]
            sheet = SHEETS / folder / f"{target}_{first}.cpp"
            sheet.write_text("".join(f'#include "{entry["file"]}"\n' for entry in on_it))
            entry = on_it[0]
            database.append({**entry, "file": str(sheet), "command": entry["command"].replace(entry["file"], str(sheet))})
            sheets[sheet] = [str(PurePath(entry["file"]).relative_to(ROOT)) for entry in on_it]
    for rules in tracked(".clang-tidy"):
        if PurePath(rules).parent != PurePath() and (SHEETS / rules).parent.exists():
            shutil.copy(ROOT / rules, SHEETS / rules)
    (SHEETS / "compile_commands.json").write_text(json.dumps(database))
    return sheets


def findings(sheet):
    run = subprocess.run(["clang-tidy", "-p", SHEETS, *OPTIONS, sheet], cwd=ROOT, capture_output=True, text=True)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def main():
    files = set(tracked())
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True, text=True).stdout
    rules = version + " ".join(OPTIONS) + "".join(text_of(path) for path in sorted(files) if path.endswith(".clang-tidy"))
    commands = {entry["file"]: entry for entry in json.loads((BUILD / "compile_commands.json").read_text())}
    states = {path: state_of(path, commands[str(ROOT / path)]["command"], rules, files)
              for path in tracked(".cpp") if str(ROOT / path) in commands}
    PASSED.mkdir(parents=True, exist_ok=True)
    sheets = make_sheets([path for path, state in states.items() if not (PASSED / state).exists()], commands)

    clean = True
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(findings, sheet): sources for sheet, sources in sheets.items()}
        for done, future in enumerate(as_completed(running), start=1):
            if text := future.result():
                clean = False
                print(text, flush=True)
            else:
                for source in running[future]:
                    (PASSED / states[source]).touch()
            if done % 5 == 0:
                print(f"tidy: {done} of {len(running)} sheets", flush=True)
    sys.exit(0 if clean else 1)


main()
