#pragma once

#include "bench/results.h"
#include "bench/sheet.h"

namespace weir::bench {

/// A row a lesson: what it carries in each topology, and in Python. No rows where nothing was measured in Python.
Sheet lesson_sheet(const Results& results);

}  // namespace weir::bench
