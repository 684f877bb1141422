#pragma once

#include <string>
#include <string_view>

#include "bench/baselines/baseline.h"

namespace weir::bench {

/// What `weir baseline` prints, in one line without its end:
///   {"seconds": 0.123, "messages": 1000, "latency_us": {"p50": …, "p90": …, "p99": …, "p999": …, "max": …}}
/// `latency_us` only where latencies were measured.
std::string to_json_line(const Measured& measured);

/// Throws std::runtime_error where the text is anything else.
Measured measured_from_json(std::string_view text);

}  // namespace weir::bench
