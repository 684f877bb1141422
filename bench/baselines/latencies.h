#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "observe/histogram.h"

namespace weir::bench {

/// Every latency of a run, kept one by one, so that the percentiles are exact. One thread.
class Latencies {
 public:
  /// Memory for so many is there before the first comes.
  explicit Latencies(std::size_t expected);

  void add(std::int64_t ns) { all_ns_.push_back(ns); }

  /// By nearest rank; all 0 where there are none.
  observe::Percentiles percentiles() const;

 private:
  std::vector<std::int64_t> all_ns_;
};

}  // namespace weir::bench
