#include "topology/graph.h"

#include <iostream>
#include <map>
#include <memory>

#include "cli/configuration_options.h"
#include "cli/verbs.h"

namespace weir::cli {

void add_graph(CLI::App& program, const Catalog& catalog, int& exit_code) {
  using topology::GraphFormat;
  static const std::map<std::string, GraphFormat> formats{
      {"text", GraphFormat::kText}, {"mermaid", GraphFormat::kMermaid}, {"dot", GraphFormat::kDot}};
  const auto options = std::make_shared<ConfigurationOptions>();
  const auto format = std::make_shared<std::string>("text");
  CLI::App& verb = *program.add_subcommand("graph", "Draw the pipeline");
  options->add_to(verb);
  verb.add_option("--format", *format, "How to draw")
      ->check(CLI::IsMember({"text", "mermaid", "dot"}))
      ->capture_default_str();
  verb.callback([=, &catalog, &exit_code] {
    const std::optional<Loaded> loaded = load(options->path, options->overrides(), catalog);
    exit_code = loaded ? kExitWell : kExitConfiguration;
    if (loaded) std::cout << draw(loaded->plan, formats.at(*format));
  });
}

}  // namespace weir::cli
