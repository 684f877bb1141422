#pragma once

#include <cstdint>
#include <limits>

namespace weir::producers {

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014), begun anew for each
/// record: what it gives follows from the seed and the record's number alone. A source of bits for <random>.
class SplitMix {
 public:
  using result_type = std::uint64_t;  // NOLINT(readability-identifier-naming): as <random> calls it

  SplitMix(std::uint64_t seed, std::uint64_t number) : state_(mix(mix(seed) + number)) {}

  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }

  std::uint64_t operator()() { return mix(state_ += 0x9e3779b97f4a7c15); }

  /// The next of evenly distributed numbers in [0, 1).
  double next_uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

 private:
  static std::uint64_t mix(std::uint64_t bits) {
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
    return bits ^ bits >> 31;
  }

  std::uint64_t state_;
};

}  // namespace weir::producers
