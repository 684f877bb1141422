#!/usr/bin/env python3
"""Every .cpp belongs to a target: a test that no target owns passes for ever."""

import json

from sources import ROOT, USER_PROJECT, finish, tracked


def main():
    commands = json.loads((ROOT / "build/debug/compile_commands.json").read_text())
    compiled = {entry["file"] for entry in commands}
    finish([f"{path}: no target compiles it; name it in the SOURCES of its folder's CMakeLists.txt"
            for path in tracked(".cpp")
            if str(ROOT / path) not in compiled and not path.startswith(USER_PROJECT)])


main()
