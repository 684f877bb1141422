#include <iostream>
#include <memory>

#include "cli/listing.h"
#include "cli/manual.h"
#include "cli/verbs.h"

namespace weir::cli {

namespace {

int list_all(std::span<const StageSpec> specs, const std::string& format) {
  if (format == "json") {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const StageSpec& spec : specs) json.push_back(manual_json(spec));
    print_json(json);
    return kExitWell;
  }
  if (format == "markdown") {
    std::cout << manual_markdown(specs);
    return kExitWell;
  }
  std::vector<std::vector<std::string>> rows;
  for (const StageSpec& spec : specs) {
    rows.push_back({spec.name, std::string(to_string(spec.role)), takes(spec), gives(spec), spec.summary});
  }
  print_table({"TYPE", "ROLE", "TAKES", "GIVES", "SUMMARY"}, rows);
  return kExitWell;
}

int show(const std::string& type, const Catalog& catalog, const std::string& format) {
  std::vector<StageSpec> called_so;  // a producer and a consumer may bear the same name
  std::vector<std::string> names;
  for (const StageSpec& spec : catalog.specs()) {
    names.push_back(spec.name);
    if (spec.name == type) called_so.push_back(spec);
  }
  if (called_so.empty()) {
    const std::string nearest = nearest_name(type, names);
    std::cerr << "weir: no stage type is called '" << type << "'"
              << (nearest.empty() ? "" : "; did you mean '" + nearest + "'?") << "\n`weir stages` lists them all\n";
    return kExitUsage;
  }
  if (format != "table") return list_all(called_so, format);
  for (const StageSpec& spec : called_so) std::cout << (&spec == called_so.data() ? "" : "\n") << manual_page(spec);
  return kExitWell;
}

}  // namespace

void add_stages(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto type = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("table");
  CLI::App& verb = *program.add_subcommand("stages", "List the stage types, or show the manual page of one");
  verb.add_option("type", *type, "A stage type")->type_name("TYPE");
  verb.add_option("--format", *format, "How to list")
      ->check(CLI::IsMember({"table", "json", "markdown"}))
      ->capture_default_str();
  verb.callback([=, &catalog, &exit_code] {
    exit_code = type->empty() ? list_all(catalog.specs(), *format) : show(*type, catalog, *format);
  });
}

}  // namespace weir::cli
