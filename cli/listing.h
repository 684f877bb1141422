#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace weir::cli {

/// How a verb lists: for people or for programs.
struct ListingFormat {
  std::string name = "table";

  void add_to(CLI::App& verb);
  bool is_json() const { return name == "json"; }
};

/// Rows under a heading, each column as wide as its widest cell, on stdout.
void print_table(const std::vector<std::string>& heading, const std::vector<std::vector<std::string>>& rows);

/// Indented JSON on stdout. Bytes that are no UTF-8 become U+FFFD.
void print_json(const nlohmann::ordered_json& json);

}  // namespace weir::cli
