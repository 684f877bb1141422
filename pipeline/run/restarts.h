#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "run/deaths.h"
#include "topology/plan.h"

namespace weir::run {

/// When processes that died are started anew. Times on the clock of `now_ns`. One thread.
class Restarts {
 public:
  explicit Restarts(const topology::Plan& plan) : plan_(plan) {}

  /// The process has died. How long until it is due; empty where it has died more often than it may.
  std::optional<std::chrono::nanoseconds> schedule(std::size_t process, std::int64_t now);

  /// When the next one is due; `kNever` where none is.
  std::int64_t next_ns() const;

  /// A process whose time has come, taken off the list; empty: none.
  std::optional<std::size_t> take_due(std::int64_t now);

  bool none_due() const { return due_.empty(); }
  void cancel() { due_.clear(); }

 private:
  const topology::Plan& plan_;
  std::map<std::size_t, Deaths> deaths_;     ///< by process
  std::map<std::size_t, std::int64_t> due_;  ///< by process
};

}  // namespace weir::run
