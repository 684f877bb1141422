#include "observe/marked_number.h"

#include <algorithm>
#include <cctype>

namespace weir::observe {

namespace {

constexpr std::string_view kMark = "\x01whole ";
constexpr std::string_view kMarkInJson = "\"\\u0001whole ";

bool is_whole_number(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  return !digits.empty() && std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

std::string marked_number(std::string_view digits) { return std::string(kMark).append(digits); }

std::optional<std::string_view> digits_of(std::string_view text) {
  if (!text.starts_with(kMark) || !is_whole_number(text.substr(kMark.size()))) return std::nullopt;
  return text.substr(kMark.size());
}

std::string with_marked_numbers(std::string json) {
  for (std::size_t at = json.find(kMarkInJson); at != std::string::npos; at = json.find(kMarkInJson, at + 1)) {
    const std::size_t digits = at + kMarkInJson.size();
    const std::size_t end = json.find('"', digits);
    if (!is_whole_number(std::string_view(json).substr(digits, end - digits))) continue;
    json.erase(end, 1);
    json.erase(at, kMarkInJson.size());
  }
  return json;
}

}  // namespace weir::observe
