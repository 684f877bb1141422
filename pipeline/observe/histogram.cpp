#include "observe/histogram.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace weir::observe {

// Durations below 32 ns have a bucket each. From there on every octave [2^k, 2^(k+1)) is cut into 32 equal steps: the
// upper six bits of the value, of which the first is always set, and the octave name the bucket.
std::size_t Histogram::bucket_of(std::uint64_t ns) {
  constexpr int kStepBits = std::bit_width(kStepsPerOctave);
  const int shift = std::max(0, static_cast<int>(std::bit_width(ns)) - kStepBits);
  return std::min(static_cast<std::size_t>(shift) * kStepsPerOctave + (ns >> shift), kBuckets - 1);
}

std::uint64_t Histogram::largest_in(std::size_t bucket) {
  if (bucket < kStepsPerOctave) return bucket;
  if (bucket == kBuckets - 1) return std::numeric_limits<std::uint64_t>::max();
  const std::size_t shift = bucket / kStepsPerOctave - 1;
  const std::uint64_t step = kStepsPerOctave + bucket % kStepsPerOctave;
  return ((step + 1) << shift) - 1;
}

void Histogram::record(std::chrono::nanoseconds duration, std::uint64_t records) {
  if (records == 0) return;
  const auto ns = static_cast<std::uint64_t>(std::max<std::chrono::nanoseconds::rep>(0, duration.count()));
  if (ns > max_ns_.get()) max_ns_.set(ns);
  buckets_[bucket_of(ns)].add(records);
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i].add(other.buckets_[i].get());
  max_ns_.set(std::max(max_ns_.get(), other.max_ns_.get()));
}

std::uint64_t Histogram::records() const {
  std::uint64_t sum = 0;
  for (const Cell& bucket : buckets_) sum += bucket.get();
  return sum;
}

Percentiles Histogram::percentiles() const {
  // The writer goes on while this reads: all ranks are taken from one copy.
  std::array<std::uint64_t, kBuckets> counts{};
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) total += counts[i] = buckets_[i].get();
  const std::uint64_t max_ns = max_ns_.get();

  std::size_t bucket = 0;
  std::uint64_t up_to_here = counts[0];
  const auto next_at = [&](std::uint64_t per_mille) {
    // ceil(total * per_mille / 1000), without overflow
    const std::uint64_t rank = total / 1000 * per_mille + (total % 1000 * per_mille + 999) / 1000;
    while (up_to_here < rank) up_to_here += counts[++bucket];
    return static_cast<double>(std::min(largest_in(bucket), max_ns)) / 1000;
  };
  Percentiles result;
  result.p50 = next_at(500);
  result.p90 = next_at(900);
  result.p99 = next_at(990);
  result.p999 = next_at(999);
  result.max = static_cast<double>(max_ns) / 1000;
  return result;
}

}  // namespace weir::observe
