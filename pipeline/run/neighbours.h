#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "observe/page.h"
#include "run/clock.h"
#include "run/inlets.h"
#include "run/outlets.h"
#include "run/run_directory.h"
#include "run/wiring.h"

namespace weir::run {

/// The pages of the replicas at the other ends of one replica's links.
class NeighbourPages {
 public:
  /// Of those that are `wanted`.
  NeighbourPages(const RunDirectory& directory, const std::vector<ReplicaWiring>& wiring, std::size_t number,
                 const std::function<bool(std::uint32_t)>& wanted);

  bool has_ended(std::uint32_t replica) const;

 private:
  std::map<std::uint32_t, observe::Page> pages_;
};

/// The replicas at the other ends of the links of one. Those that had ended while it was dead say nothing any more, nor
/// do those that died with their farewell on their lips: so it looks for itself now and then. One thread.
class Neighbours {
 public:
  static constexpr std::int64_t kOftenNs = 20'000'000;      ///< for one that lives again
  static constexpr std::int64_t kSeldomNs = 1'000'000'000;  ///< in the first life, when all are still there to be met

  /// `has_ended(replica)`; null where nobody can have ended unheard.
  explicit Neighbours(std::function<bool(std::uint32_t)> has_ended, std::int64_t period_ns = kOftenNs)
      : has_ended_(std::move(has_ended)), period_ns_(period_ns), next_look_ns_(has_ended_ ? 0 : kNever) {}

  /// Parts from those that have ended. Either may be null.
  void look(std::int64_t now, Inlets* inlets, Outlets* outlets) {
    if (now < next_look_ns_) return;
    next_look_ns_ = now + period_ns_;
    if (outlets != nullptr) outlets->part_from(has_ended_);
    if (inlets != nullptr) inlets->part_from(has_ended_);
  }
  std::int64_t next_look_ns() const { return next_look_ns_; }

 private:
  std::function<bool(std::uint32_t)> has_ended_;
  std::int64_t period_ns_;
  std::int64_t next_look_ns_;
};

}  // namespace weir::run
