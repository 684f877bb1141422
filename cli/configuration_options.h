#pragma once

#include <CLI/CLI.hpp>
#include <weir/catalog.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "topology/configuration.h"

namespace weir::cli {

/// The flags by which every verb that reads a configuration may change it.
struct ConfigurationOptions {
  std::string path;
  std::vector<std::string> sets;
  std::string topology;
  std::string limit;
  std::string rate;

  /// The verb takes a CONFIG and the flags that change it. The options must outlive the parsing.
  void add_to(CLI::App& verb);

  /// The flags alone.
  void add_changes_to(CLI::App& verb);

  /// What these options change, in the order in which it counts.
  std::vector<topology::Override> overrides() const;
};

/// A configuration that is right, with what it was read from.
struct Loaded {
  topology::Inputs inputs;
  topology::Plan plan;
};

/// Reads and checks a file. Its mistakes go to stderr; then there is no result.
std::optional<Loaded> load(const std::string& path, std::vector<topology::Override> overrides, const Catalog& catalog);

/// A CLI11 check that a flag's value reads as a duration or as a count.
CLI::Validator duration_check();
CLI::Validator count_check();

/// A duration that has passed `duration_check`.
std::chrono::nanoseconds duration_from(const std::string& text);

}  // namespace weir::cli
