#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "cli/configuration_options.h"
#include "cli/drill_faults.h"
#include "cli/drilled_run.h"
#include "cli/likeness.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "cli/workplace.h"
#include "observe/figures.h"
#include "topology/record_order.h"

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

/// What the replicas of each consumer say together. Lists are in ascending order where that of the records is a matter
/// of chance.
Json results_of(const Json& report, const topology::Plan& plan) {
  Json results = Json::object();
  for (const Json& stage : report["stages"]) {
    if (stage["role"] != "consumer") continue;
    for (const auto& [key, value] : stage["results"].items()) {
      Json& here = results[stage["name"].get<std::string>()][key];
      if (value.is_number_integer() && here.is_number_integer()) {
        here = here.get<std::int64_t>() + value.get<std::int64_t>();
      } else {
        here = value;
      }
    }
  }
  const std::vector<bool> in_one_order = topology::fed_in_one_order(plan);
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    if (in_one_order[stage] || !results.contains(plan.stages[stage].name)) continue;
    for (Json& value : results[plan.stages[stage].name]) {
      if (value.is_array()) std::sort(value.begin(), value.end());
    }
  }
  return results;
}

std::uint64_t sum_over(const Json& list, const char* key, const char* role = nullptr) {
  std::uint64_t sum = 0;
  for (const Json& entry : list) {
    if (role == nullptr || entry["role"] == role) sum += entry[key].get<std::uint64_t>();
  }
  return sum;
}

fs::path undisturbed(const fs::path& output) { return output.native() + ".undisturbed"; }

/// What an earlier drill, or the user, has put where the files of the undisturbed run go; empty: nothing.
fs::path in_the_way(const topology::Plan& plan) {
  std::error_code unreadable;
  for (const topology::WrittenFile& file : topology::written_files(plan)) {
    if (fs::exists(undisturbed(file.path), unreadable)) return undisturbed(file.path);
  }
  return {};
}

/// The files of the undisturbed run are set aside, to be compared.
void set_aside(const topology::Plan& plan) {
  for (const topology::WrittenFile& file : topology::written_files(plan)) fs::rename(file.path, undisturbed(file.path));
}

std::string describe(Likeness likeness, const fs::path& undisturbed) {
  switch (likeness) {
    case Likeness::kSameBytes:
      return "byte for byte that of an undisturbed run";
    case Likeness::kSameLines:
      return "the same lines as of an undisturbed run, whose order is a matter of chance";
    case Likeness::kDifferent:
      break;
  }
  return "DIFFERS from that of an undisturbed run, " + undisturbed.string();
}

/// Says of each file whether it is the same; what differs stays beside it. Whether all are.
bool compare_files(const topology::Plan& plan) {
  const std::vector<bool> in_one_order = topology::fed_in_one_order(plan);
  bool same = true;
  for (const topology::WrittenFile& file : topology::written_files(plan)) {
    const Likeness likeness = compare(file.path, undisturbed(file.path), in_one_order[file.stage]);
    std::cout << file.path.string() << ": " << describe(likeness, undisturbed(file.path)) << '\n';
    if (likeness != Likeness::kDifferent) fs::remove(undisturbed(file.path));
    same = same && likeness != Likeness::kDifferent;
  }
  return same;
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

int drill(const DrillOptions& options, const Catalog& catalog) {
  std::vector<topology::Override> overrides = options.configuration.overrides();
  overrides.push_back({"topology", "processes", "the drill"});
  const std::optional<Loaded> loaded = load(options.configuration.path, overrides, catalog);
  if (!loaded) return kExitConfiguration;
  const topology::Plan& plan = loaded->plan;
  std::vector<Fault> faults;
  try {
    faults = read_faults(options.kills, options.freezes, options.seed, plan);
  } catch (const std::invalid_argument& error) {
    std::cerr << "weir: drill: " << error.what() << '\n';
    return kExitUsage;
  }

  if (const fs::path there = in_the_way(plan); !there.empty() && !options.overwrite) {
    std::cerr << "weir: drill: " << there.string() << " is there; move it away, or '--overwrite' replaces it\n";
    return kExitFailed;
  }

  std::vector<std::string> arguments{"run", options.configuration.path, "--quiet"};
  for (const topology::Override& given : overrides) {
    arguments.insert(arguments.end(), {"--set", given.path + "=" + given.value});
  }
  if (options.overwrite) arguments.emplace_back("--overwrite");
  run::SignalQueue signals;
  const Workplace workplace("drill");
  const auto undisturbed_code =
      DrilledRun(plan, arguments, workplace / "u", workplace / "u.json").through({}, 0, signals);
  if (!undisturbed_code) return kExitKilled;
  if (*undisturbed_code != kExitWell) {
    std::cerr << "weir: drill: the undisturbed run did not end well; there is nothing to compare with\n";
    return kExitFailed;
  }
  const Json before = report_in(workplace / "u.json");
  set_aside(plan);

  DrilledRun run(plan, arguments, workplace / "d", workplace / "d.json");
  const auto exit_code = run.through(faults, sum_over(before["stages"], "records_out", "producer"), signals);
  if (!exit_code) return kExitKilled;
  const Json after = report_in(workplace / "d.json");
  std::cout << "drill of '" << plan.name << "' with seed " << options.seed << '\n';
  print_effects(faults, run.effects());
  if (after.is_discarded()) {
    std::cout << "the run broke off with exit code " << *exit_code << '\n';
    return kExitFailed;
  }
  const bool same_results = results_of(before, plan) == results_of(after, plan);
  std::cout << "restarts " << sum_over(after["stages"], "restarts") << ", redelivered "
            << sum_over(after["links"], "redelivered") << ", duplicates suppressed "
            << sum_over(after["links"], "duplicates") << ", lost " << sum_over(after["links"], "lost") << '\n'
            << "results: " << (same_results ? "those of an undisturbed run" : "DIFFER from those of an undisturbed run")
            << '\n';
  const bool same_files = compare_files(plan);
  if (*exit_code != kExitWell) return *exit_code;
  return same_results && same_files ? kExitWell : kExitFailed;
}

}  // namespace

void add_drill(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<DrillOptions>();
  CLI::App& verb = *program.add_subcommand(
      "drill", "Run a pipeline twice as processes, the second time with faults, and say what these did");
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
