#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/lessons.h"
#include "bench/program.h"
#include "bench/subject.h"

namespace weir::bench {

/// A pipeline that is measured, in its file.
struct Pipeline {
  std::string name;
  std::filesystem::path file;
  std::vector<std::string> changes{};  ///< further flags of `weir run`
  std::string link{};                  ///< "queue", "pipe" or "mixed"
  std::uint64_t payload_bytes = 0;
  std::uint32_t stages = 0;
  std::uint32_t producers = 1;  ///< replicas: each makes its share of the messages
  bool is_endless = false;      ///< makes as many messages as are asked for
  /// Otherwise: how many it makes where each producer has this limit; 0: the one of its file.
  std::uint64_t own_messages = 0;
  std::uint64_t own_limit = 0;
  bool has_outputs = false;        ///< files that each run replaces
  std::optional<Lesson> lesson{};  ///< where there is one of its name
  /// What is wrong with a report's results; empty: nothing, or nobody knows.
  std::function<std::string(const nlohmann::json& report)> wrong{};
};

struct RunTerms {
  std::string topology;
  std::uint64_t messages = 0;  ///< 0: as many as the pipeline has
  std::uint64_t rate = 0;      ///< messages a second; 0: as many as go
  std::string stop_after{};    ///< a duration; empty: never
};

/// What one of so many producers makes of so many messages in all.
std::uint64_t share(std::uint64_t messages, std::uint32_t producers);

/// What a run made, and whether it could have made more.
struct Trial {
  Sample sample;
  bool ended_by_itself = false;
  std::uint64_t bytes_per_message = 0;  ///< as its producers counted them, on average
};

/// Runs it once as a process of its own. Throws NotMeasured where it failed or not every record arrived exactly once.
Trial run_pipeline(Program& program, const std::filesystem::path& folder, const Pipeline& pipeline,
                   const RunTerms& terms);

/// The same as a case; `subject.messages` are what it makes. `program` and `pipeline` must outlive it.
Case case_of(Program& program, const std::filesystem::path& folder, const Pipeline& pipeline, Subject subject);

/// What keeps the report of a run from being one of messages that arrived exactly once; empty: nothing.
std::string problem_in(const nlohmann::json& report);

}  // namespace weir::bench
