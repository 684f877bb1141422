#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "run/clock.h"
#include "run/inlets.h"
#include "run/outlets.h"

namespace weir::run {

/// The replicas at the other ends of the links of one that lives again: those that had ended while it was dead say
/// nothing any more, so it looks for itself now and then. One thread.
class Neighbours {
 public:
  /// `has_ended(replica)`; null in the first life, when all are still there to be met.
  explicit Neighbours(std::function<bool(std::uint32_t)> has_ended)
      : has_ended_(std::move(has_ended)), next_look_ns_(has_ended_ ? 0 : kNever) {}

  /// Parts from those that have ended. Either may be null.
  void look(std::int64_t now, Inlets* inlets, Outlets* outlets) {
    constexpr std::int64_t kLookNs = 20'000'000;
    if (now < next_look_ns_) return;
    next_look_ns_ = now + kLookNs;
    if (outlets != nullptr) outlets->part_from(has_ended_);
    if (inlets != nullptr) inlets->part_from(has_ended_);
  }
  std::int64_t next_look_ns() const { return next_look_ns_; }

 private:
  std::function<bool(std::uint32_t)> has_ended_;
  std::int64_t next_look_ns_;
};

}  // namespace weir::run
