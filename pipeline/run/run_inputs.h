#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "observe/log.h"
#include "run/run_directory.h"
#include "topology/configuration.h"

namespace weir::run {

/// What the launcher leaves in the run directory: enough for every other process to compute the same plan, and for
/// `ps` to say what runs.
struct RunInputs {
  topology::Inputs configuration;  ///< `environment` is not kept: a process inherits its launcher's
  std::string name;
  std::string topology;
  std::int64_t launcher = 0;   ///< process number
  std::int64_t started_s = 0;  ///< since 1970-01-01T00:00:00Z
  observe::LogLevel log_level = observe::LogLevel::kInfo;
  observe::LogFormat log_format = observe::LogFormat::kPretty;
  bool log_colour = false;
  bool overwrite = false;  ///< files that were there when it began may be replaced
  /// What the plan was resolved to: a run that is taken up must be the same one.
  struct Value {
    std::string path;
    std::string value;
  };
  std::vector<Value> values;
};

std::vector<RunInputs::Value> values_of(const topology::Plan& plan);

void write_inputs(const RunDirectory& directory, const RunInputs& inputs);

/// Throws RunDirectoryError where they are missing or were not written by this version.
RunInputs read_inputs(const RunDirectory& directory);

/// Logs as the launcher was told to, in this process too.
void start_logging(const RunInputs& inputs, const RunDirectory& directory);

/// Looks up `${NAME}` in this process's environment.
std::optional<std::string> from_environment(const std::string& name);

}  // namespace weir::run
