#include <array>
#include <ctime>
#include <iostream>
#include <memory>

#include "cli/listing.h"
#include "cli/verbs.h"
#include "run/run_directory.h"
#include "run/run_inputs.h"

namespace weir::cli {

namespace {

std::string utc(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

/// What is known of a run; of one that died before it had written anything, its directory.
nlohmann::ordered_json describe(const run::FoundRun& found) {
  nlohmann::ordered_json row;
  row["name"] = found.path.filename().string();
  row["state"] = found.alive ? "alive" : "dead";
  row["pid"] = 0;
  row["topology"] = "";
  row["started"] = "";
  row["config"] = "";
  row["directory"] = found.path.string();
  try {
    const run::RunInputs inputs = run::read_inputs(run::RunDirectory::join(found.path));
    row["name"] = inputs.name;
    row["pid"] = inputs.launcher;
    row["topology"] = inputs.topology;
    row["started"] = utc(inputs.started_s);
    row["config"] = inputs.configuration.source;
  } catch (const run::RunDirectoryError&) {
    row["config"] = "?";
  }
  return row;
}

}  // namespace

void add_ps(CLI::App& program, int& exit_code) {
  const auto format = std::make_shared<ListingFormat>();
  CLI::App& verb = *program.add_subcommand("ps", "List the runs of this user on this machine, alive or dead");
  format->add_to(verb);
  verb.callback([format, &exit_code] {
    exit_code = kExitWell;
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    for (const run::FoundRun& found : run::find_runs()) runs.push_back(describe(found));
    if (format->is_json()) return print_json(runs);
    std::vector<std::vector<std::string>> rows;
    for (const auto& run : runs) {
      rows.push_back({run["name"], run["state"], std::to_string(run["pid"].get<std::int64_t>()), run["topology"],
                      run["started"], run["directory"]});
    }
    print_table({"NAME", "STATE", "PID", "TOPOLOGY", "STARTED", "DIRECTORY"}, rows);
  });
}

void add_clean(CLI::App& program, int& exit_code) {
  CLI::App& verb = *program.add_subcommand("clean", "Remove what dead runs of this user left on this machine");
  verb.callback([&exit_code] {
    exit_code = kExitWell;
    for (const run::FoundRun& found : run::find_runs()) {
      if (found.alive) continue;
      run::remove_run(found);
      std::cout << "removed " << found.path.string() << '\n';
    }
  });
}

}  // namespace weir::cli
