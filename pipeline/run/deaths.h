#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

#include "topology/plan.h"

namespace weir::run {

/// The deaths of a process or of a stage, and how long its next life has to wait: the first time the back-off of its
/// `restart`, then twice as long, up to 5 s; from the beginning again after 10 s without a death. Times on the clock of
/// `now_ns`. One thread.
class Deaths {
 public:
  /// It has died. How long until its next life; empty where it has died more often than it may.
  std::optional<std::chrono::nanoseconds> add(const topology::Restart& terms, std::int64_t now);

 private:
  std::deque<std::int64_t> times_ns_;   ///< those within the time that counts
  std::chrono::nanoseconds backoff_{};  ///< before the latest life
};

}  // namespace weir::run
