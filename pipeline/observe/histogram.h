#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "observe/cell.h"

namespace weir::observe {

/// Latencies at the usual ranks, in microseconds.
struct Percentiles {
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double p999 = 0;
  double max = 0;
};

/// How many records took how long, in buckets whose width is at most 1/32 of their value; the largest is kept exactly.
/// One writer, any reader. All zero bytes are an empty histogram, so a fresh mapped file holds one.
class Histogram {
 public:
  /// Negative durations count as 0.
  void record(std::chrono::nanoseconds duration, std::uint64_t records);

  /// Adds what `other` counted, for figures over several replicas.
  void merge(const Histogram& other);

  std::uint64_t records() const;

  /// By nearest rank, each the largest duration of its bucket but never over the exact maximum: at most 1/32 too
  /// high, never too low. All 0 while nothing is recorded.
  Percentiles percentiles() const;

 private:
  static constexpr std::size_t kStepsPerOctave = 32;
  static constexpr std::size_t kOctaves = 38;  // up to 72 minutes; longer ones count into the last bucket
  static constexpr std::size_t kBuckets = kOctaves * kStepsPerOctave;

  static std::size_t bucket_of(std::uint64_t ns);
  static std::uint64_t largest_in(std::size_t bucket);

  std::array<Cell, kBuckets> buckets_;
  Cell max_ns_;
};

}  // namespace weir::observe
