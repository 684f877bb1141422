#!/usr/bin/env python3
"""Each folder includes only what the picture of the house lets it see."""

from sources import finish, includes_of, tracked

# What stands behind include/weir; the engine's rooms build on both.
STAGE_API = {"include/weir", "pipeline/stage"}

# Folder -> the folders (besides itself) and messages that it may include from.
SEES = {
    "include/weir": set(),
    "pipeline/stage": {"include/weir"},
    "pipeline/topology": STAGE_API,
    "pipeline/link": STAGE_API | {"wire.proto"},
    "pipeline/observe": STAGE_API,
    "pipeline/run": STAGE_API | {"pipeline/topology", "pipeline/link", "pipeline/observe"},
    "producers": {"include/weir", "payloads.proto", "lessons.proto"},
    "transformers": {"include/weir", "payloads.proto", "lessons.proto"},
    "consumers": {"include/weir", "payloads.proto", "lessons.proto"},
}
SEES["bench"] = set(SEES) | {"wire.proto", "payloads.proto", "lessons.proto"}
SEES["cli"] = set(SEES)
SEES["tests"] = set(SEES) | {"wire.proto", "payloads.proto", "lessons.proto"}

# How the name of a library's header begins -> the folders that may include it (tests may include all).
HOMES = {
    "google/protobuf/util/": {"pipeline/run", "producers", "consumers"},  # records as text, times
    "google/protobuf/": {"include/weir", "pipeline/stage", "pipeline/link", "producers", "transformers", "consumers"},
    "yaml-cpp/": {"pipeline/topology"},
    "utf8": {"pipeline/topology", "producers"},  # producers: is this text, as Text promises?
    "zmq": {"pipeline/link", "bench"},  # bench: the baselines are plain ZeroMQ
    "xxhash": {"pipeline/link"},
    "spdlog/": {"pipeline/observe"},
    "fmt/": {"pipeline/observe"},
    "nlohmann/": {"pipeline/observe", "bench", "cli"},
    "CLI/": {"cli"},
    "csv.h": {"producers"},
    "curl/": {"transformers"},
    "Eigen/": {"transformers"},
    "unsupported/Eigen/": {"transformers"},
    "benchmark/": {"bench"},
    "gtest/": set(),
    "gmock/": set(),
}
SYSTEM_FOLDERS = ("sys/", "linux/", "netinet/", "arpa/")


def folder_of(path):
    return next((folder for folder in SEES if path.startswith(folder + "/")), None)


def origin_of(include):
    """The folder or messages that an include comes from; None for libraries and the system."""
    if include.angled and include.name.startswith("weir/v1/"):
        return include.name.removeprefix("weir/v1/").replace(".pb.h", ".proto")
    if include.angled:
        return "include/weir" if include.name.startswith("weir/") else None
    for path in (include.name, "pipeline/" + include.name, "tests/" + include.name):
        if folder := folder_of(path):
            return folder
    return include.name


def problem_with(folder, include):
    origin = origin_of(include)
    if origin is not None:
        seen = origin == folder or origin in SEES[folder]
        return None if seen else f"{folder} must not see {origin}"
    for beginning, homes in HOMES.items():
        if include.name.startswith(beginning):
            at_home = folder == "tests" or folder in homes
            return None if at_home else f"{include.name} is at home in {', '.join(sorted(homes)) or 'tests'} only"
    if "/" in include.name and not include.name.startswith(SYSTEM_FOLDERS):
        return f"{include.name} has no home; give its library one in HOMES"
    return None


def main():
    problems = []
    for path in tracked(".h", ".cpp"):
        folder = folder_of(path)
        if folder is None:
            problems.append(f"{path}: its folder is not in SEES")
            continue
        for include in includes_of(path):
            if problem := problem_with(folder, include):
                problems.append(f"{path}:{include.line}: {problem}")
    finish(problems)


main()
