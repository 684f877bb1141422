#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/running.h"
#include "cli/verbs.h"
#include "topology/configuration.h"

namespace weir::cli {

namespace {

struct ResumeOptions {
  std::string path;
  Running running;
};

/// What a user may have to change before a run can go on at all.
bool may_change(const std::string& path) { return path.ends_with(".on_poison") || path.ends_with(".on_error"); }

/// The first value in which two plans differ and must not, in a sentence; empty: none.
std::string difference(const std::vector<run::RunInputs::Value>& before, const topology::Plan& now) {
  std::map<std::string, std::string> values;
  for (const run::RunInputs::Value& value : before) values[value.path] = value.value;
  for (const topology::ResolvedValue& value : now.values) {
    const auto known = values.find(value.path);
    if (known == values.end()) return "it has '" + value.path + "' now (" + value.origin + ")";
    if (known->second != value.value && !may_change(value.path)) {
      return "'" + value.path + "' was " + known->second + " and is " + value.value + " now (" + value.origin + ")";
    }
    values.erase(known);
  }
  return values.empty() ? "" : "it has no '" + values.begin()->first + "' any more";
}

/// The plan of the run, if the configuration, by the file and the environment as they are now, is still the one that
/// it began with; `inputs` are then as they are now. Else says on stderr what is different.
std::optional<topology::Plan> plan_again(run::RunInputs& inputs, const Catalog& catalog) {
  topology::Inputs now = inputs.configuration;
  topology::FileText file =
      topology::read_file(inputs.configuration.directory / std::filesystem::path(now.source).filename());
  if (!file.problem) now.text = std::move(file.text);  // a run does not need its file once it has begun
  topology::Planned planned = topology::make_plan(now, catalog);
  if (!planned.plan) {
    std::cerr << topology::render(planned.diagnostics, now.text);
    return std::nullopt;
  }
  const std::string change = difference(inputs.values, *planned.plan);
  if (change.empty()) {
    inputs.configuration = std::move(now);
    inputs.values = run::values_of(*planned.plan);
    return std::move(planned.plan);
  }
  std::cerr << "weir: the configuration is not the one that the run began with: " << change
            << "; a run goes on only with the same\n";
  return std::nullopt;
}

int resume(const ResumeOptions& options, const Catalog& catalog) {
  if (run::holds_nothing(options.path)) {
    std::cerr
        << "weir: nothing to resume: no run in '" << options.path
        << "'; either it ended and has removed its directory, or it is in another: `weir ps` lists what is left\n";
    return kExitWell;
  }
  const run::RunDirectory directory = run::RunDirectory::take_up(options.path);
  if (directory.is_over()) {
    directory.remove();
    std::cerr << "weir: nothing to resume: the run in '" << options.path
              << "' was over; what its launcher had not removed of it is removed now\n";
    return kExitWell;
  }
  run::RunInputs inputs = run::read_inputs(directory);
  const std::optional<topology::Plan> plan = plan_again(inputs, catalog);
  if (!plan) return kExitConfiguration;
  if (const std::string problem = topology::resume_problem(*plan); !problem.empty()) {
    std::cerr << "weir: the run in '" << options.path << "' can't be taken up: " << problem << '\n';
    return kExitFailed;
  }
  options.running.choose_logging(inputs);
  return options.running.lead(*plan, [&](const run::LaunchOptions& launch) {
    return run::resume(directory, *plan, std::move(inputs), catalog, launch);
  });
}

}  // namespace

void add_resume(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<ResumeOptions>();
  CLI::App& verb = *program.add_subcommand("resume", "Take up a run whose launcher died, where it had got to");
  verb.add_option("directory", options->path, "The run directory, as `weir ps` lists it")
      ->required()
      ->type_name("RUN_DIR");
  options->running.add_to(verb);
  verb.callback([options, &catalog, &exit_code] { exit_code = resume(*options, catalog); });
}

}  // namespace weir::cli
