#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/configuration_options.h"
#include "cli/drill_faults.h"
#include "cli/drilled_outputs.h"
#include "cli/drilled_run.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "cli/workplace.h"
#include "observe/figures.h"

namespace weir::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double kNsPerUs = 1'000;

struct DrillOptions {
  ConfigurationOptions configuration;
  std::vector<std::string> kills;
  std::vector<std::string> freezes;
  std::uint32_t seed = 1;
  bool overwrite = false;
};

Json report_in(const fs::path& path) {
  std::ifstream file(path);
  return Json::parse(file, nullptr, false);
}

std::uint64_t sum_over(const Json& list, const char* key, const char* role = nullptr) {
  std::uint64_t sum = 0;
  for (const Json& entry : list) {
    if (role == nullptr || entry["role"] == role) sum += entry[key].get<std::uint64_t>();
  }
  return sum;
}

void print_effects(const std::vector<Fault>& faults, const std::vector<Effect>& effects) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const Fault& fault = faults[i];
    const std::string what = fault.frozen_for ? "frozen for " + to_text(*fault.frozen_for) : "killed";
    const std::string gap =
        effects[i].gap_ns < 0 ? "-" : observe::latency_text(static_cast<double>(effects[i].gap_ns) / kNsPerUs);
    rows.push_back({std::to_string(static_cast<int>(fault.share * 100)) + " %", fault.name,
                    effects[i].struck ? what : "had ended", effects[i].struck ? gap : "-"});
  }
  print_table({"AT", "WHO", "WHAT", "FLOWS AGAIN AFTER"}, rows);
}

/// Why a drill of the pipeline would not say anything; empty: it would.
std::string drill_problem(const topology::Plan& plan, const std::vector<Fault>& faults) {
  if (const std::string problem = topology::repeat_problem(plan); !problem.empty()) {
    return problem + ", and a drill runs it twice; give it a file";
  }
  const bool kills_launcher = std::ranges::any_of(faults, &Fault::is_of_launcher);
  const std::string cannot_resume = kills_launcher ? topology::resume_problem(plan) : "";
  return cannot_resume.empty() ? "" : "a run whose 'weir' was killed can't be taken up: " + cannot_resume;
}

void print_findings(const Json& report) {
  std::cout << "restarts " << sum_over(report["stages"], "restarts") << ", redelivered "
            << sum_over(report["links"], "redelivered") << ", duplicates suppressed "
            << sum_over(report["links"], "duplicates") << ", lost " << sum_over(report["links"], "lost") << '\n';
}

int interrupted() {
  std::cerr << "weir: drill: interrupted; its runs are ended and removed\n";
  return kExitKilled;
}

/// The arguments of `weir run` for the same plan.
std::vector<std::string> run_arguments(const DrillOptions& options, const std::vector<topology::Override>& overrides) {
  std::vector<std::string> arguments{"run", options.configuration.path, "--quiet"};
  for (const topology::Override& given : overrides) {
    arguments.insert(arguments.end(), {"--set", given.path + "=" + given.value});
  }
  if (options.overwrite) arguments.emplace_back("--overwrite");
  return arguments;
}

int run_twice(const DrillOptions& options, const topology::Plan& plan, const std::vector<std::string>& arguments,
              const std::vector<Fault>& faults) {
  DrilledOutputs outputs(plan);
  if (const fs::path there = outputs.in_the_way(); !there.empty() && !options.overwrite) {
    std::cerr << "weir: drill: " << there.string() << " is there; move it away, or '--overwrite' replaces it\n";
    return kExitFailed;
  }
  run::SignalQueue signals;
  const Workplace workplace("drill");
  std::cerr << "drill: the undisturbed run\n";
  DrilledRun undisturbed(plan, arguments, workplace / "u", workplace / "u.json");
  const auto undisturbed_code = undisturbed.through({}, 0, signals);
  if (undisturbed.broke_off()) outputs.remove_begun();
  if (!undisturbed_code) return interrupted();
  if (*undisturbed_code != kExitWell) {
    std::cerr << "weir: drill: the undisturbed run did not end well; there is nothing to compare with\n";
    return kExitFailed;
  }
  const Json before = report_in(workplace / "u.json");
  outputs.set_aside();

  std::cerr << "drill: the run with faults\n";
  DrilledRun run(plan, arguments, workplace / "d", workplace / "d.json");
  const auto exit_code = run.through(faults, sum_over(before["stages"], "records_out", "producer"), signals);
  if (run.broke_off()) outputs.remove_begun();
  if (!exit_code) return interrupted();
  const Json after = report_in(workplace / "d.json");
  std::cout << "drill of '" << plan.name << "' with seed " << options.seed << '\n';
  print_effects(faults, run.effects());
  if (after.is_discarded()) {
    std::cout << "the run broke off with exit code " << *exit_code << '\n';
    return kExitFailed;
  }
  print_findings(after);
  const bool is_same = outputs.compare(before, after);
  if (*exit_code != kExitWell) return *exit_code;
  return is_same ? kExitWell : kExitFailed;
}

int drill(const DrillOptions& options, const Catalog& catalog) {
  std::vector<topology::Override> overrides = options.configuration.overrides();
  if (options.configuration.topology.empty()) overrides.push_back({"topology", "processes", "the drill"});
  const std::optional<Loaded> loaded = load(options.configuration.path, overrides, catalog);
  if (!loaded) return kExitConfiguration;
  std::vector<Fault> faults;
  try {
    faults = read_faults(options.kills, options.freezes, options.seed, loaded->plan);
  } catch (const std::invalid_argument& error) {
    std::cerr << "weir: drill: " << error.what() << '\n';
    return kExitUsage;
  }
  if (const std::string problem = drill_problem(loaded->plan, faults); !problem.empty()) {
    std::cerr << "weir: drill: " << problem << '\n';
    return kExitFailed;
  }
  return run_twice(options, loaded->plan, run_arguments(options, overrides), faults);
}

}  // namespace

void add_drill(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<DrillOptions>();
  CLI::App& verb = *program.add_subcommand(
      "drill", "Run a pipeline twice, as processes, the second time with faults; say what these did");
  options->configuration.add_to(verb);
  verb.add_option("--kill", options->kills, "Kill the process of a replica, or 'weir', the launcher: count[0]@50%")
      ->type_name("WHO[@SHARE]")
      ->allow_extra_args(false);
  verb.add_option("--freeze", options->freezes, "Stop the process of a replica for so long: total:3s@20%")
      ->type_name("WHO:TIME[@SHARE]")
      ->allow_extra_args(false);
  verb.add_option("--seed", options->seed, "Decides when, where no share of the records says so")
      ->capture_default_str();
  verb.add_flag("--overwrite", options->overwrite, "Replace the files that a run before has written");
  verb.callback([options, &catalog, &exit_code] { exit_code = drill(*options, catalog); });
}

}  // namespace weir::cli
