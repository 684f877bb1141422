#include "cli/manual.h"

#include <algorithm>
#include <sstream>

namespace weir::cli {

namespace {

constexpr std::size_t kWidth = 100;

std::string short_name(const std::string& message_type) { return message_type.substr(message_type.rfind('.') + 1); }

/// Breaks the lines of a text at spaces, each with the same indent.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::ostringstream out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::size_t column = 0;
    for (std::string word; words >> word; column += word.size() + 1) {
      if (column > 0 && indent + column + word.size() > kWidth) {
        out << '\n';
        column = 0;
      }
      out << (column == 0 ? std::string(indent, ' ') : " ") << word;
    }
    out << '\n';
  }
  return out.str();
}

std::string terms(const Field& field) {
  std::string text = field.type;
  if (!field.constraint.empty()) text += ", " + field.constraint;
  if (field.required) return text + "; required";
  return text + "; default " + (field.default_text.empty() ? "\"\"" : field.default_text);
}

std::string heading(Role role) {
  switch (role) {
    case Role::kProducer:
      return "Producers";
    case Role::kTransformer:
      return "Transformers";
    case Role::kConsumer:
      return "Consumers";
  }
  return "";
}

/// For a cell of a Markdown table.
std::string escaped(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, 1, '\\');
  return text;
}

/// What becomes of the stage when it dies in the midst of a stream; empty where it can't go on.
std::string next_life(const StageSpec& spec) {
  if (spec.stateless) return "keeps nothing from one record to the next";
  if (spec.saves) return "keeps something from one record to the next, and hands it on to its next life";
  if (spec.seeks) return "can make its records again";
  if (spec.role == Role::kProducer) return "can't make its records again; 'spool: disk' keeps them";
  return {};
}

}  // namespace

std::string takes(const StageSpec& spec) {
  if (spec.any_input) return "any";
  std::string text;
  for (const std::string& type : inputs_of(spec)) text += (text.empty() ? "" : " or ") + short_name(type);
  return text.empty() ? "-" : text;
}

std::string gives(const StageSpec& spec) {
  if (spec.input_as_output) return "the same";
  return spec.output.empty() ? "-" : short_name(spec.output);
}

std::string manual_page(const StageSpec& spec) {
  constexpr std::size_t kIndent = 4;
  std::string page = spec.name + " (" + std::string(to_string(spec.role)) + ")\n" + wrapped(spec.summary, kIndent);
  page += "\nMESSAGES\n" + std::string(kIndent, ' ') + "takes " + takes(spec) + ", gives " + gives(spec) + "\n";
  if (!next_life(spec).empty()) page += std::string(kIndent, ' ') + next_life(spec) + "\n";
  if (!spec.fields.empty()) page += "\nSETTINGS\n";
  for (const Field& field : spec.fields) {
    page += std::string(kIndent, ' ') + field.name + "  (" + terms(field) + ")\n" + wrapped(field.help, 2 * kIndent);
  }
  if (!spec.details.empty()) page += "\nDETAILS\n" + wrapped(spec.details, kIndent);
  return page;
}

std::string manual_markdown(std::span<const StageSpec> specs) {
  std::string text = "# Stages\n\nMade by `weir stages --format markdown`.\n";
  for (const Role role : {Role::kProducer, Role::kTransformer, Role::kConsumer}) {
    text += "\n## " + heading(role) + "\n";
    for (const StageSpec& spec : specs) {
      if (spec.role != role) continue;
      text += "\n### " + spec.name + "\n\n" + spec.summary + " Takes " + takes(spec) + ", gives " + gives(spec) + "." +
              (next_life(spec).empty() ? "\n" : " It " + next_life(spec) + ".\n");
      if (!spec.fields.empty()) text += "\n| setting | meaning | terms |\n|---|---|---|\n";
      for (const Field& field : spec.fields) {
        text += "| `" + field.name + "` | " + escaped(field.help) + " | " + escaped(terms(field)) + " |\n";
      }
      if (!spec.details.empty()) text += "\n" + spec.details + "\n";
    }
  }
  return text;
}

nlohmann::ordered_json manual_json(const StageSpec& spec) {
  nlohmann::ordered_json json;
  json["type"] = spec.name;
  json["role"] = to_string(spec.role);
  json["summary"] = spec.summary;
  json["details"] = spec.details;
  json["takes"] = spec.any_input ? "any" : spec.input;
  json["gives"] = spec.input_as_output ? "the same" : spec.output;
  json["takes_also"] = nlohmann::ordered_json::array();
  for (const StageSpec& other : spec.for_other_inputs) json["takes_also"].push_back(other.input);
  json["stateless"] = spec.stateless;
  json["saves"] = spec.saves;
  json["seeks"] = spec.seeks;
  json["settings"] = nlohmann::ordered_json::array();
  for (const Field& field : spec.fields) {
    nlohmann::ordered_json setting;
    setting["name"] = field.name;
    setting["type"] = field.type;
    setting["help"] = field.help;
    setting["required"] = field.required;
    if (!field.required) setting["default"] = field.default_text;
    if (!field.constraint.empty()) setting["constraint"] = field.constraint;
    json["settings"].push_back(std::move(setting));
  }
  return json;
}

}  // namespace weir::cli
