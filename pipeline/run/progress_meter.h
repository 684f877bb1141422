#pragma once

#include <cstdint>
#include <vector>

#include "observe/progress.h"
#include "run/report_builder.h"
#include "topology/plan.h"

namespace weir::run {

/// The live line on the terminal while a run goes on, read off the pages. One thread.
class ProgressMeter {
 public:
  /// References must outlive it. `live`: whether stderr is a terminal that wants it; else all calls do nothing.
  ProgressMeter(const topology::Plan& plan, const Pages& pages, bool live);

  /// Draws the line when it is time to.
  void show();

  /// Takes the line away, so that something else can be written.
  void clear();

  /// When `show` wants to be called again.
  std::int64_t next_ns() const { return next_ns_; }

 private:
  observe::Progress measure(std::int64_t now);
  observe::LimitingStage busiest(std::int64_t now);

  const topology::Plan& plan_;
  const Pages& pages_;
  std::int64_t began_ns_;
  std::int64_t next_ns_;
  std::int64_t measured_ns_;
  std::uint64_t records_ = 0;           ///< at measured_ns_
  std::vector<std::uint64_t> busy_ns_;  ///< of each replica, then
  bool drawn_ = false;
};

}  // namespace weir::run
