#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "run/report_builder.h"
#include "topology/plan.h"

namespace weir::run {

/// Whether the system holds the thread: it was stopped, or is traced. False where that can't be found out.
bool is_held(std::uint64_t process, std::uint64_t thread);

/// Sees on their pages which replicas have stopped to make progress: a call into the stage that does not come back, or
/// a process that was stopped. Who only waits for others is well. One thread.
class Watchdog {
 public:
  /// Both must outlive it.
  Watchdog(const topology::Plan& plan, const Pages& pages);

  struct Stall {
    std::size_t replica = 0;
    bool waits_for_file = false;  ///< as in a sync: the system lets it wait, and would let another life of it
    bool operator==(const Stall&) const = default;
  };
  /// Replicas that have been without progress for the `stall_after` of their stage; each is told once of either kind,
  /// until it moves again.
  std::vector<Stall> look(std::int64_t now);

  /// When to look again.
  std::int64_t next_ns() const { return next_ns_; }

 private:
  /// At which heartbeat a stall was told, by kind.
  struct Told {
    std::uint64_t of_call = 0;
    std::uint64_t of_file = 0;
  };
  std::optional<Stall> stall_of(std::size_t replica, std::int64_t now) const;

  const topology::Plan& plan_;
  const Pages& pages_;
  std::vector<Told> told_;  ///< by replica
  std::int64_t interval_ns_;
  std::int64_t next_ns_ = 0;
};

}  // namespace weir::run
