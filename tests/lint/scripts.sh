#!/usr/bin/env bash
# Every shell script passes shellcheck.
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files --cached --others --exclude-standard | xargs -r grep -lE -m1 '^#!.*\b(ba)?sh$' | xargs -r shellcheck
