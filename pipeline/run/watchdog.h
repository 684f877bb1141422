#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "run/report_builder.h"
#include "topology/plan.h"

namespace weir::run {

/// Whether the system holds the thread: it was stopped, or is traced. False where that can't be found out.
bool is_held(std::uint64_t process, std::uint64_t thread);

/// Sees on their pages which replicas have stopped to make progress: a call into the stage that does not come back, or
/// a process that was stopped. Who only waits for others is well, and so is who waits for a disk: the system ends
/// nobody before the disk has answered. One thread.
class Watchdog {
 public:
  /// Both must outlive it.
  Watchdog(const topology::Plan& plan, const Pages& pages);

  /// Replicas that have been without progress for the `stall_after` of their stage since the last look; each is told
  /// once, until it moves again.
  std::vector<std::size_t> look(std::int64_t now);

  /// When to look again.
  std::int64_t next_ns() const { return next_ns_; }

 private:
  bool is_stalled(std::size_t replica, std::int64_t now) const;

  const topology::Plan& plan_;
  const Pages& pages_;
  std::vector<bool> told_;  ///< by replica
  std::int64_t interval_ns_;
  std::int64_t next_ns_ = 0;
};

}  // namespace weir::run
