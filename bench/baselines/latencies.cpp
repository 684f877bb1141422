#include "bench/baselines/latencies.h"

#include <algorithm>

namespace weir::bench {

Latencies::Latencies(std::size_t expected) {
  all_ns_.resize(expected);  // touches the memory
  all_ns_.clear();
}

observe::Percentiles Latencies::percentiles() const {
  if (all_ns_.empty()) return {};
  std::vector<std::int64_t> sorted = all_ns_;
  std::ranges::sort(sorted);
  const auto at = [&](std::size_t per_mille) {
    const std::size_t rank = (sorted.size() * per_mille + 999) / 1000;
    return static_cast<double>(sorted[rank - 1]) / 1000;
  };
  return {.p50 = at(500), .p90 = at(900), .p99 = at(990), .p999 = at(999), .max = at(1000)};
}

}  // namespace weir::bench
