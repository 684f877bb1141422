#include "cli/configuration_options.h"

#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "run/run_inputs.h"
#include "run/streams.h"

namespace weir::cli {

namespace {

std::string assignment_problem(const std::string& text) {
  const std::size_t sign = text.find('=');
  return sign == std::string::npos || sign == 0 ? "must be path.to.key=value, not '" + text + "'" : "";
}

}  // namespace

void ConfigurationOptions::add_to(CLI::App& verb) {
  verb.add_option("config", path, "The pipeline: a YAML file")->required()->type_name("CONFIG");
  add_changes_to(verb);
}

void ConfigurationOptions::add_changes_to(CLI::App& verb) {
  verb.add_option("--set", sets, "Set a value in place of the file's, such as transformers.count.replicas=4")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false)
      ->check(assignment_problem);
  verb.add_option("--topology", topology, "Run the stages as threads, as processes, or all on one thread")
      ->check(CLI::IsMember({"threads", "processes", "serial"}));
  verb.add_option("--limit", limit, "Each producer ends after so many records: 1000, 10k, 1e6")
      ->type_name("N")
      ->check(count_check());
  verb.add_option("--rate", rate, "Each producer makes so many records a second, evenly: 1000, 50k")
      ->type_name("N")
      ->check(count_check());
}

std::vector<topology::Override> ConfigurationOptions::overrides() const {
  std::vector<topology::Override> overrides;
  for (const std::string& set : sets) {
    const std::size_t sign = set.find('=');
    const std::string key = set.substr(0, sign);
    overrides.push_back({key, set.substr(sign + 1), "--set " + key});
  }
  if (!topology.empty()) overrides.push_back({"topology", topology, "--topology"});
  if (!limit.empty()) overrides.push_back({"limit", limit, "--limit"});
  if (!rate.empty()) overrides.push_back({"rate", rate, "--rate"});
  return overrides;
}

std::optional<Loaded> load(const std::string& path, std::vector<topology::Override> overrides, const Catalog& catalog) {
  topology::FileText file = topology::read_file(path);
  if (file.problem) {
    std::cerr << topology::render({&*file.problem, 1}, {});
    return std::nullopt;
  }
  std::error_code ignored;
  topology::Inputs inputs{.source = path,
                          .directory = std::filesystem::absolute(path, ignored).parent_path(),
                          .text = std::move(file.text),
                          .overrides = std::move(overrides),
                          .environment = run::from_environment};
  topology::Planned planned = topology::make_plan(inputs, catalog);
  if (!planned.plan) {
    std::cerr << topology::render(planned.diagnostics, inputs.text);
    return std::nullopt;
  }
  try {
    run::name_streams(*planned.plan);
  } catch (const std::length_error& error) {
    const topology::Diagnostic problem{{.source = path}, error.what()};
    std::cerr << topology::render({&problem, 1}, {});
    return std::nullopt;
  }
  return Loaded{std::move(inputs), std::move(*planned.plan)};
}

CLI::Validator duration_check() {
  return {[](const std::string& text) {
            std::chrono::nanoseconds ignored{};
            return read(text, ignored).value_or("");
          },
          "DURATION"};
}

CLI::Validator count_check() {
  return {[](const std::string& text) {
            std::uint64_t ignored = 0;
            return read(text, ignored).value_or("");
          },
          "COUNT"};
}

std::chrono::nanoseconds duration_from(const std::string& text) {
  std::chrono::nanoseconds duration{};
  static_cast<void>(read(text, duration));
  return duration;
}

}  // namespace weir::cli
