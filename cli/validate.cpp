#include <iostream>
#include <memory>

#include "cli/configuration_options.h"
#include "cli/verbs.h"

namespace weir::cli {

namespace {

std::string counted(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

int validate(const std::vector<std::string>& paths, const ConfigurationOptions& options, const Catalog& catalog) {
  int exit_code = kExitWell;
  for (const std::string& path : paths) {
    const std::optional<Loaded> loaded = load(path, options.overrides(), catalog);
    if (!loaded) {
      exit_code = kExitConfiguration;
      continue;
    }
    const topology::Plan& plan = loaded->plan;
    std::cout << path << ": ok, " << counted(plan.stages.size(), "stage") << " of "
              << counted(plan.replicas.size(), "replica") << ", " << counted(plan.links.size(), "link") << '\n';
  }
  return exit_code;
}

}  // namespace

void add_validate(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<ConfigurationOptions>();
  const auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App& verb = *program.add_subcommand("validate", "Show every mistake of every file at once; start nothing");
  verb.add_option("config", *paths, "The pipelines: YAML files")->required()->type_name("CONFIG...");
  options->add_changes_to(verb);
  verb.callback([=, &catalog, &exit_code] { exit_code = validate(*paths, *options, catalog); });
}

}  // namespace weir::cli
