#!/usr/bin/env python3
"""Words that must not stand in the repository, names that say nothing, and the ends of lines and files."""

import re

from sources import finish, text_of, tracked

SOURCES = (".h", ".cpp", ".proto", ".cmake", "CMakeLists.txt", ".json", ".md", ".py", ".sh", ".txt", ".yaml", ".yml",
           ".html", ".css", ".js")
SCRIPTS = {"dev", ".ci/run"}
# Data and deliberate nonsense, and this file, which has to spell the words that it looks for.
NOT_PROSE = ("data/", "tests/bad_configs/", "tests/fuzz/corpus/", "tests/lint/words.py")
NAMES = re.compile(r"(^|/)(utils?|common|core|misc|helpers?)(\.[a-z]+)?(/|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SILENCED = re.compile(r"NOLINT(?!END)(NEXTLINE|BEGIN)?\b")
SILENCED_WITH_SENTENCE = re.compile(r"NOLINT(NEXTLINE|BEGIN)?\([a-z0-9.,-]+\): \S+ \S+")
REGISTRIES = re.compile(r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|crates\.io|proxy\.golang\.org|"
                        r"(deb|security)\.debian\.org|docker\.io|ghcr\.io|quay\.io|conan\.io|huggingface\.co)\b")


def problem_with(path, line):
    if match := UNFINISHED.search(line):
        return f"{match[0]}: do it, or write an issue"
    if path.endswith((".h", ".cpp")) and SILENCED.search(line) and not SILENCED_WITH_SENTENCE.search(line):
        return "NOLINT needs a check's name and a sentence: NOLINT(check): why"
    if match := REGISTRIES.search(line):
        return f"{match[0]}: a build names packages, never the host that they come from"
    if line != line.rstrip():
        return "white space (or a carriage return) at the end of the line"
    return None


def problems_in(path):
    text = text_of(path)
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield f"{path}: must end with exactly one line end"
    for number, line in enumerate(text.split("\n"), start=1):
        if problem := problem_with(path, line):
            yield f"{path}:{number}: {problem}"


def main():
    problems = [f"{path}: a name that says nothing; what concept is it?" for path in tracked() if NAMES.search(path)]
    for path in tracked():
        if (path.endswith(SOURCES) or path in SCRIPTS) and not path.startswith(NOT_PROSE):
            problems += problems_in(path)
    finish(problems)


main()
