#include "topology/printable.h"

#include <utf8.h>

#include <algorithm>

namespace weir::topology {

namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool upsets_terminals(char32_t character) {
  const bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
  const bool line_break = character == 0x2028 || character == 0x2029;
  const bool direction = character == 0x061C || character == 0x200E || character == 0x200F ||
                         (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
  return control || line_break || direction || character == 0xFEFF;
}

/// The byte behind the character that begins at `begin`.
std::size_t end_of_character(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() && continues_character(text[end])) ++end;
  return end;
}

}  // namespace

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return !continues_character(byte); }));
}

std::size_t offset_of_character(std::string_view text, std::size_t index) {
  std::size_t offset = 0;
  for (; offset < text.size(); ++offset) {
    if (!continues_character(text[offset]) && index-- == 0) break;
  }
  return offset;
}

std::string printable(std::string_view text) {
  constexpr std::string_view kReplacement = "\uFFFD";
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t begin = 0; begin < text.size();) {
    const std::string_view bytes = text.substr(begin, end_of_character(text, begin) - begin);
    begin += bytes.size();
    if (bytes == "\t" || bytes == "\n") {
      shown += ' ';
    } else if (!utf8::is_valid(bytes.begin(), bytes.end()) ||
               upsets_terminals(utf8::unchecked::peek_next(bytes.begin()))) {
      shown += kReplacement;
    } else {
      shown += bytes;
    }
  }
  return shown;
}

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  const std::size_t end = offset_of_character(text, kLongest);
  return "'" + printable(text.substr(0, end)) + (end < text.size() ? "…'" : "'");
}

}  // namespace weir::topology
