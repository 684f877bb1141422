#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/pipeline_run.h"
#include "bench/program.h"
#include "bench/results.h"
#include "bench/session.h"

namespace weir::bench {

/// What one pipeline is measured with.
struct Subjected {
  Pipeline pipeline;
  std::vector<std::uint64_t> messages;  ///< ascending
};

/// A rate at which latency is measured.
struct PacedRate {
  std::uint64_t per_second = 0;  ///< 0: half of what the subject carried as fast as it goes
};

/// How much a baseline carries.
struct Load {
  std::uint64_t messages = 0;
  std::uint64_t payload_bytes = 0;
};

/// All that a session is to measure.
struct Order {
  std::vector<Subjected> pipelines;
  std::vector<std::string> topologies;
  std::vector<std::string> baselines;
  std::vector<Load> baseline_loads;
  bool with_lessons = false;  ///< those in Python beside their pipelines
  std::vector<PacedRate> paced;
  double paced_for_s = 2;  ///< what a paced run takes
  std::uint32_t rounds = 5;
  std::uint32_t seed = 1;
};

/// Measures: throughput and start-up in one session, then latency in another, because half of a throughput has to be
/// known before. `folder`: for what runs need while they last. Throws what `measure` throws.
Results run_bench(const Order& order, const LessonScripts& scripts, Program& program,
                  const std::filesystem::path& folder, const Tell& tell);

}  // namespace weir::bench
