#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "run/launcher.h"
#include "run/run_inputs.h"
#include "topology/plan.h"

namespace weir::cli {

/// What the verbs that lead a run have in common: their flags, the report, the summary and the exit code.
class Running {
 public:
  /// The verb takes the flags. The options must outlive the parsing.
  void add_to(CLI::App& verb);

  /// How the run is to log.
  void choose_logging(run::RunInputs& inputs) const;

  /// Runs `lead(options)` for the plan, prints the summary, writes the report. The exit code; where a stage hangs, this
  /// does not return but ends the process with it.
  int lead(const topology::Plan& plan, const std::function<run::Ending(const run::LaunchOptions&)>& lead) const;

 private:
  std::string stop_after_;
  std::string grace_ = "10s";
  std::string report_;
  std::string log_level_ = "info";
  std::string log_format_ = "pretty";
  bool quiet_ = false;
};

}  // namespace weir::cli
