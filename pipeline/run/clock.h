#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace weir::run {

/// Nanoseconds on the monotonic clock, which all processes of a host share.
inline std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
inline constexpr double kNsPerSecond = 1e9;

/// `kNever` where that is later than the clock can tell.
inline std::int64_t later_ns(std::int64_t now, std::chrono::nanoseconds wait) {
  return wait.count() < kNever - now ? now + wait.count() : kNever;
}

}  // namespace weir::run
