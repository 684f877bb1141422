#include "topology/diagnostic.h"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <tuple>

#include "topology/printable.h"

namespace weir::topology {

namespace {

constexpr std::size_t kMostShown = 50;
constexpr std::size_t kTerminalWidth = 100;
constexpr int kNumberWidth = 4;

std::string_view line_of(std::string_view text, std::size_t number) {
  for (; number > 1 && !text.empty(); --number) {
    const std::size_t end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// The line with carets under the place; of a long line, the part around it.
std::string quote_line(const Place& place, std::string_view line) {
  const std::string number = std::to_string(place.line);
  const std::size_t gutter = std::max<std::size_t>(kNumberWidth, number.size());
  const std::size_t room = kTerminalWidth - gutter - 4;  // the caret may stand behind the last character
  const std::size_t length = count_characters(line);
  const std::size_t at = std::min(place.column - 1, length);

  const bool fits = length <= room;
  const std::size_t first = fits || at < room / 2 ? 0 : std::min(at - room / 3, length - (room - 1));
  const std::size_t shown = fits ? length : room - (first > 0 ? 1 : 0) - (first + room <= length ? 1 : 0);
  const std::size_t begin = offset_of_character(line, first);
  const std::string_view part = line.substr(begin, offset_of_character(line.substr(begin), shown));

  const std::size_t before = at - first + (first > 0 ? 1 : 0);
  const std::size_t left = first + shown > at ? first + shown - at : 1;
  const std::size_t carets = std::clamp<std::size_t>(place.length, 1, left);

  std::ostringstream out;
  out << std::setw(static_cast<int>(gutter)) << number << " | " << (first > 0 ? "…" : "") << printable(part)
      << (begin + part.size() < line.size() ? "…" : "") << '\n'
      << std::string(gutter, ' ') << " | " << std::string(before, ' ') << std::string(carets, '^') << '\n';
  return out.str();
}

}  // namespace

std::string Place::text() const {
  if (line == 0) return source;
  return source + ':' + std::to_string(line) + ':' + std::to_string(column);
}

bool comes_before(const Place& a, const Place& b) {
  return std::tuple(a.line == 0, a.line, a.column) < std::tuple(b.line == 0, b.line, b.column);
}

std::string render(std::span<const Diagnostic> diagnostics, std::string_view text) {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : diagnostics) sorted.push_back(&diagnostic);
  std::ranges::stable_sort(sorted, comes_before, [](const Diagnostic* diagnostic) { return diagnostic->place; });

  std::string out;
  for (const Diagnostic* diagnostic : std::span(sorted).first(std::min(sorted.size(), kMostShown))) {
    const Place& place = diagnostic->place;
    out += printable(place.text()) + ": " + printable(diagnostic->message) + '\n';
    const std::string_view line = place.line == 0 ? std::string_view() : line_of(text, place.line);
    if (!line.empty()) out += quote_line(place, line);
  }
  if (sorted.size() > kMostShown) out += "and " + std::to_string(sorted.size() - kMostShown) + " more\n";
  return out + std::to_string(sorted.size()) + (sorted.size() == 1 ? " problem" : " problems") +
         "; nothing was started\n";
}

}  // namespace weir::topology
