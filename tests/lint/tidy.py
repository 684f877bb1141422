#!/usr/bin/env python3
"""clang-tidy finds nothing. A file is looked at again when it, what it includes of weir, or the rules have changed.

Files of one target are looked at together, as sheets that include them: most of the time goes into the headers that
they share.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import PurePath

from sources import ROOT, Passed, text_of, tracked

BUILD = ROOT / "build/debug"
SHEETS = ROOT / "build/lint/sheets"
FILES_A_SHEET = 16
OPTIONS = [
    "--quiet",
    "--checks=-bugprone-suspicious-include",
    "--extra-arg=-Wno-unknown-warning-option",  # the compile commands are g++'s
    # The analyzer follows functions of the main file only, and a sheet has none.
    "--extra-arg=-Xclang", "--extra-arg=-analyzer-opt-analyze-headers",
]


def target_of(entry):
    return re.search(r" -o (\S+)/CMakeFiles/(\S+)\.dir/", entry["command"]).groups()


def make_sheets(entries):
    """Writes sheets of these compile commands, and a compile command of each; gives the sources on each."""
    shutil.rmtree(SHEETS, ignore_errors=True)
    SHEETS.mkdir(parents=True)
    sheets, database = {}, []
    for (folder, target), members in groupby(sorted(entries, key=target_of), target_of):
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
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True, text=True).stdout
    passed = Passed("tidy", version + " ".join(OPTIONS) + "".join(text_of(path) for path in tracked(".clang-tidy")))
    commands = {entry["file"]: entry for entry in json.loads((BUILD / "compile_commands.json").read_text())}
    commands = {path: commands[str(ROOT / path)] for path in tracked(".cpp") if str(ROOT / path) in commands}
    sheets = make_sheets([entry for path, entry in commands.items() if (path, entry["command"]) not in passed])

    clean = True
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(findings, sheet): sources for sheet, sources in sheets.items()}
        for done, future in enumerate(as_completed(running), start=1):
            if text := future.result():
                clean = False
                print(text, flush=True)
            else:
                for source in running[future]:
                    passed.add(source, commands[source]["command"])
            if done % 5 == 0:
                print(f"tidy: {done} of {len(running)} sheets", flush=True)
    sys.exit(0 if clean else 1)


main()
