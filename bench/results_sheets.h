#pragma once

#include <vector>

#include "bench/results.h"
#include "bench/sheet.h"

namespace weir::bench {

/// Saturated throughput, latency at a rate, start-up, and the ratios to baselines: those of which there are any.
std::vector<Sheet> sheets_of(const Results& results);

/// What a reader must know before the figures, behind them the verdict, and where they were measured.
std::string warnings_text(const Results& results);
std::string closing_text(const Results& results);

}  // namespace weir::bench
