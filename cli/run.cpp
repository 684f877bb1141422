#include <memory>
#include <optional>

#include "cli/configuration_options.h"
#include "cli/running.h"
#include "cli/verbs.h"

namespace weir::cli {

namespace {

struct RunOptions {
  ConfigurationOptions configuration;
  std::string run_directory;
  bool overwrite = false;
  Running running;
};

int run_pipeline(const RunOptions& options, const Catalog& catalog) {
  std::optional<Loaded> loaded = load(options.configuration.path, options.configuration.overrides(), catalog);
  if (!loaded) return kExitConfiguration;
  run::RunInputs inputs;
  inputs.configuration = std::move(loaded->inputs);
  options.running.choose_logging(inputs);
  return options.running.lead(loaded->plan, [&](run::LaunchOptions launch) {
    if (!options.run_directory.empty()) launch.run_directory = options.run_directory;
    launch.overwrite = options.overwrite;
    return run::launch(loaded->plan, std::move(inputs), catalog, launch);
  });
}

}  // namespace

void add_run(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App& verb = *program.add_subcommand("run", "Run a pipeline to its end; print what it did and the ledger");
  options->configuration.add_to(verb);
  options->running.add_to(verb);
  verb.add_option("--run-dir", options->run_directory, "Keep sockets, pages and accounts there while the run lasts")
      ->type_name("DIR");
  verb.add_flag("--overwrite", options->overwrite, "Replace the files that a run before has written");
  verb.callback([options, &catalog, &exit_code] { exit_code = run_pipeline(*options, catalog); });
}

}  // namespace weir::cli
