#include "topology/sender_lists.h"

#include <algorithm>

namespace weir::topology {

namespace {

constexpr std::string_view kVisible = "[],";
constexpr std::string_view kHidden = "\x01\x02\x03";

void replace(std::string& text, std::size_t begin, std::size_t end, std::string_view from, std::string_view to) {
  for (std::size_t i = begin; i < end; ++i) {
    if (const std::size_t which = from.find(text[i]); which != std::string_view::npos) text[i] = to[which];
  }
}

}  // namespace

std::string hide_sender_lists(std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::string hidden(text);
  for (std::size_t arrow = text.find("->"); arrow != kNone; arrow = text.find("->", arrow + 2)) {
    const std::size_t close = text.substr(0, arrow).find_last_not_of(" \t");
    if (close == kNone || close == 0 || text[close] != ']') continue;
    const std::size_t open = text.find_last_of("[]{}\"'#:>\n", close - 1);
    if (open != kNone && text[open] == '[') replace(hidden, open, close + 1, kVisible, kHidden);
  }
  return hidden;
}

std::string show_sender_lists(std::string scalar) {
  replace(scalar, 0, scalar.size(), kHidden, kVisible);
  return scalar;
}

}  // namespace weir::topology
