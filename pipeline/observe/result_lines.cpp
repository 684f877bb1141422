#include "observe/result_lines.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include "observe/figures.h"
#include "observe/marked_number.h"
#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownItems = 8;

/// Within a list thousands stand without commas: there those part the items.
std::string item_text(const Json& value) {
  if (value.is_string()) return printable(value.get_ref<const std::string&>());
  if (value.is_number_float()) return fmt::format("{:.10g}", value.get<double>());
  return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string list_text(const Json& list) {
  std::string text = "[";
  for (std::size_t i = 0; i < std::min(list.size(), kShownItems); ++i) {
    text += (i == 0 ? "" : ", ") + item_text(list[i]);
  }
  if (list.size() > kShownItems) text += fmt::format(", ... {} more", grouped(list.size() - kShownItems));
  return text + "]";
}

std::string value_text(const Json& value) {
  if (value.is_array()) return list_text(value);
  if (value.is_number_unsigned()) return grouped(value.get<std::uint64_t>());
  if (value.is_string()) {
    if (const auto digits = digits_of(value.get_ref<const std::string&>())) return std::string(*digits);
  }
  if (value.is_number_integer()) return grouped_signed(value.get<std::int64_t>());
  return item_text(value);
}

}  // namespace

std::string result_line(std::string_view results_json) {
  const Json results = Json::parse(results_json, nullptr, false);
  if (!results.is_object()) return "unreadable results: " + printable(results_json);
  std::string text;
  for (const auto& [name, value] : results.items()) {
    text += (text.empty() ? "" : ", ") + printable(name) + " " + value_text(value);
  }
  return text;
}

}  // namespace weir::observe
