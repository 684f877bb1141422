#include <iostream>
#include <memory>

#include "cli/configuration_options.h"
#include "cli/listing.h"
#include "cli/verbs.h"

namespace weir::cli {

namespace {

std::string names_of(const topology::Plan& plan, const std::vector<std::size_t>& replicas) {
  std::string names;
  for (const std::size_t replica : replicas) names += (names.empty() ? "" : " ") + replica_name(plan, replica);
  return names;
}

void print_as_table(const topology::Plan& plan) {
  std::vector<std::vector<std::string>> values;
  for (const topology::ResolvedValue& value : plan.values) values.push_back({value.path, value.value, value.origin});
  print_table({"KEY", "VALUE", "ORIGIN"}, values);

  std::vector<std::vector<std::string>> links;
  for (const topology::LinkPlan& link : plan.links) {
    links.push_back({link.name, std::string(to_string(link.kind)), link.message_type});
  }
  std::cout << '\n';
  print_table({"LINK", "KIND", "CARRIES"}, links);

  std::vector<std::vector<std::string>> processes;
  for (const topology::ProcessPlan& process : plan.processes) {
    if (!process.replicas.empty()) processes.push_back({process.name, names_of(plan, process.replicas)});
  }
  std::cout << '\n';
  print_table({"PROCESS", "RUNS"}, processes);
}

void print_as_json(const topology::Plan& plan) {
  nlohmann::ordered_json json;
  json["values"] = nlohmann::ordered_json::array();
  for (const topology::ResolvedValue& value : plan.values) {
    json["values"].push_back({{"key", value.path}, {"value", value.value}, {"origin", value.origin}});
  }
  json["links"] = nlohmann::ordered_json::array();
  for (const topology::LinkPlan& link : plan.links) {
    json["links"].push_back({{"name", link.name}, {"kind", to_string(link.kind)}, {"carries", link.message_type}});
  }
  json["processes"] = nlohmann::ordered_json::array();
  for (const topology::ProcessPlan& process : plan.processes) {
    if (process.replicas.empty()) continue;
    nlohmann::ordered_json replicas = nlohmann::ordered_json::array();
    for (const std::size_t replica : process.replicas) replicas.push_back(replica_name(plan, replica));
    json["processes"].push_back({{"name", process.name}, {"replicas", std::move(replicas)}});
  }
  print_json(json);
}

}  // namespace

void add_plan(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<ConfigurationOptions>();
  const auto format = std::make_shared<ListingFormat>();
  CLI::App& verb = *program.add_subcommand("plan", "Show the resolved pipeline: each value with its origin");
  options->add_to(verb);
  format->add_to(verb);
  verb.callback([=, &catalog, &exit_code] {
    const std::optional<Loaded> loaded = load(options->path, options->overrides(), catalog);
    exit_code = loaded ? kExitWell : kExitConfiguration;
    if (loaded) format->is_json() ? print_as_json(loaded->plan) : print_as_table(loaded->plan);
  });
}

}  // namespace weir::cli
