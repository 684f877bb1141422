#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "hand_driven_run.h"
#include "run/report_builder.h"
#include "run/run_directory.h"
#include "runtime_folder.h"

namespace weir::run {

/// The pages of a run of `a[0]`, `b[0]` and `c[0]` in which nothing moves but what a test moves.
class WatchedRun : public testing::Test {
 protected:
  /// `restart`: what the configuration says of `c`.
  explicit WatchedRun(const std::string& restart)
      : plan_(plan_of("producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}}\n"
                      "consumers: {c: {type: kept, restart: " +
                      restart + "}}\n")) {}

  /// On the clock of those that look; 0 is the time of none.
  static std::int64_t at(std::chrono::milliseconds time) { return 1 + std::chrono::nanoseconds(time).count(); }

  void moves(std::size_t replica, std::chrono::milliseconds time) {
    pages_[replica].stage().heartbeat_ns.set(static_cast<std::uint64_t>(at(time)));
  }

  RuntimeFolder runtime_;
  topology::Plan plan_;
  RunDirectory directory_ = RunDirectory::create("watched", std::nullopt);
  Pages pages_ = create_pages(plan_, directory_);
};

}  // namespace weir::run
