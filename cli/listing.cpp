#include "cli/listing.h"

#include <algorithm>
#include <iomanip>
#include <iostream>

namespace weir::cli {

void ListingFormat::add_to(CLI::App& verb) {
  verb.add_option("--format", name, "How to list")->check(CLI::IsMember({"table", "json"}))->capture_default_str();
}

void print_table(const std::vector<std::string>& heading, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  widths.reserve(heading.size());
  for (const std::string& title : heading) widths.push_back(title.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  const auto print = [&widths](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      std::cout << std::left << std::setw(static_cast<int>(widths[i]) + 2) << row[i];
    }
    std::cout << row.back() << '\n';
  };
  print(heading);
  for (const auto& row : rows) print(row);
}

void print_json(const nlohmann::ordered_json& json) {
  std::cout << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace weir::cli
