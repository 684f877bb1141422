#pragma once

#include <sys/prctl.h>

#include <cstdint>

#include "run/clock.h"

namespace weir::run {

/// When the records are due of a producer that is to make so many a second, evenly. Who falls behind catches up: the
/// time at which a record is due does not move. One thread.
class Pace {
 public:
  /// `rate`: records a second, 1 or more.
  explicit Pace(std::uint64_t rate) : interval_ns_(kNsPerSecond / static_cast<double>(rate)) {}

  bool has_begun() const { return begun_ns_ != 0; }

  /// Record number `first` is due now. This thread wakes as exactly as the kernel can from here on.
  void begin(std::int64_t now_ns, std::uint64_t first) {
    constexpr unsigned long kLeastSlackNs = 1;
    prctl(PR_SET_TIMERSLACK, kLeastSlackNs);
    begun_ns_ = now_ns;
    first_ = first;
  }

  std::int64_t due_ns(std::uint64_t record) const {
    const auto since_first = static_cast<double>(static_cast<std::int64_t>(record - first_));
    return begun_ns_ + static_cast<std::int64_t>(since_first * interval_ns_);
  }

  /// Records from `next` on that are due by now.
  std::uint64_t due(std::int64_t now_ns, std::uint64_t next) const {
    const std::int64_t late_ns = now_ns - due_ns(next);
    return late_ns < 0 ? 0 : 1 + static_cast<std::uint64_t>(static_cast<double>(late_ns) / interval_ns_);
  }

 private:
  double interval_ns_;
  std::int64_t begun_ns_ = 0;
  std::uint64_t first_ = 0;
};

}  // namespace weir::run
