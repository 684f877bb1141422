#pragma once

#include "bench/results.h"
#include "bench/sheet.h"

namespace weir::bench {

/// A row a lesson: what it carries in each topology, and in Python where it is there.
Sheet lesson_sheet(const Results& results);

}  // namespace weir::bench
