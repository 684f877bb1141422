#pragma once

#include <poll.h>

#include <cstdint>
#include <ctime>
#include <vector>

#include "run/clock.h"

namespace weir::run {

/// Until then, on the clock of `now_ns`, or until one of the descriptors has something to tell.
inline void sleep_until(std::int64_t wake_ns, std::vector<pollfd>& descriptors) {
  constexpr std::int64_t kSecondNs = 1'000'000'000;
  const std::int64_t left = wake_ns == kNever ? kNever : wake_ns - now_ns();
  if (left <= 0) return;
  const timespec timeout{left / kSecondNs, left % kSecondNs};
  ppoll(descriptors.data(), descriptors.size(), left == kNever ? nullptr : &timeout, nullptr);
}

}  // namespace weir::run
