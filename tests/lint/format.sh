#!/usr/bin/env bash
# Every C++ file looks as .clang-format says; `./dev format` makes it so.
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files --cached --others --exclude-standard -- '*.h' '*.cpp' | xargs -r clang-format --dry-run --Werror
