#pragma once

#include <weir/engine.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "observe/cell.h"
#include "run/clock.h"

namespace weir::run {

/// Gives a stage the records of a batch in so many calls that each takes 10 ms at most, where a record does not take
/// longer: so the watchdog sees that a slow stage makes progress. A fast one gets its batches whole, so the first batch
/// with which it turns slow is one call.
class Strides {
 public:
  /// `heartbeat` must outlive this.
  explicit Strides(observe::Cell& heartbeat) : heartbeat_(heartbeat) {}

  /// Calls `call(range)` for one part of `whole` after the other, from `began` on. Returns when it ended.
  template <class Call>
  std::int64_t over(Range whole, std::int64_t began, Call&& call) {
    constexpr std::int64_t kLongNs = 10'000'000;
    while (whole.count > 0) {
      const std::size_t count = std::min(stride_, whole.count);
      call(Range{whole.first, count});
      whole = {whole.first + count, whole.count - count};
      const std::int64_t ended = now_ns();
      heartbeat_.set(static_cast<std::uint64_t>(ended));
      if (ended - began > kLongNs) {
        stride_ = std::max<std::size_t>(1, count / 2);
      } else if (count == stride_) {
        stride_ = std::min(kMost, 2 * stride_);
      }
      began = ended;
    }
    return began;
  }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 20;

  observe::Cell& heartbeat_;
  std::size_t stride_ = 1;
};

}  // namespace weir::run
