#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "run/report_builder.h"
#include "topology/plan.h"

namespace weir::run {

/// Sees on their pages whose stages take long to start, so that those which feed them can't begin. One thread.
class StartWatch {
 public:
  /// Both must outlive it.
  StartWatch(const topology::Plan& plan, const Pages& pages);

  /// The replica starts anew, and not before that time.
  void starts_at(std::size_t replica, std::int64_t due_ns) { starts_[replica] = {.began_ns = due_ns}; }

  struct Late {
    std::size_t replica = 0;
    std::string what;  ///< "is still starting after 5s; 'numbers', 'square' wait for it"
  };
  /// Replicas that have been starting for the `stall_after` of their stage since the last look; each is told once.
  std::vector<Late> look(std::int64_t now);

  /// When to look again.
  std::int64_t next_ns() const { return next_ns_; }

 private:
  struct Start {
    std::int64_t began_ns = 0;  ///< when it was first seen, or is to start anew; 0: not yet
    bool told = false;
  };
  std::string waiting_for(std::size_t stage) const;

  const topology::Plan& plan_;
  const Pages& pages_;
  std::vector<Start> starts_;  ///< by replica
  std::int64_t next_ns_ = 0;
};

}  // namespace weir::run
