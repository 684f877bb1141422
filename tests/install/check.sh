#!/usr/bin/env bash
# A user's project builds against an installed weir, knows its own stage, and its pipeline gives the right sum in
# either topology.   check.sh BUILD_FOLDER
set -euo pipefail

build=$1
project=$(cd "$(dirname "$0")/user_project" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" >/dev/null
"$work/prefix/bin/weir" --version

cmake -S "$project" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"

for topology in threads processes; do
  "$work/build/user_pipeline" run "$project/pipeline.yaml" --topology "$topology" --report "$work/report.json" -q
  python3 - "$work/report.json" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
results = {stage["name"]: stage["results"] for stage in report["stages"]}
assert report["balanced"], report["links"]
assert results["total"] == {"sum": 3 * 1000 * 1001 // 2}, results
PYTHON
done
