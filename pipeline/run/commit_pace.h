#pragma once

#include <algorithm>
#include <cstdint>

namespace weir::run {

/// The earliest time for the commit after one that began and ended then: commits take a tenth of the time at most, and
/// are not put off for longer than 200 ms.
inline std::int64_t next_commit_ns(std::int64_t began, std::int64_t ended) {
  constexpr std::int64_t kShare = 10;
  constexpr std::int64_t kLongestNs = 200'000'000;
  return ended + std::min(kLongestNs, (kShare - 1) * (ended - began));
}

}  // namespace weir::run
