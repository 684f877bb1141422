#include "observe/table.h"

#include <algorithm>
#include <string_view>

namespace weir::observe {

namespace {

constexpr std::size_t kGap = 2;  // before each column, the first one included

std::size_t total_width(const std::vector<std::size_t>& widths) {
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width == 0 ? 0 : kGap + width;
  return total;
}

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const std::string shown = cut(text, width);
  const std::string blanks(width - columns(shown), ' ');
  return align == Table::Align::kLeft ? shown + blanks : blanks + shown;
}

/// One row that grows to the right and stops at `width`.
class Line {
 public:
  Line(std::size_t width, bool colour) : room_(width), colour_(colour) {}

  void append(const std::string& text, Style style) {
    const std::size_t gap = std::min(kGap, room_);
    const std::string shown = cut(text, room_ - gap);
    room_ -= gap + columns(shown);
    // Blanks carry no style, and none may end the line.
    const std::size_t first = std::min(shown.find_first_not_of(' '), shown.size());
    const std::size_t end = shown.find_last_not_of(' ') + 1;
    blanks_ += gap + first;
    if (first < end) {
      text_ += std::string(blanks_, ' ') + styled(std::string_view(shown).substr(first, end - first), style, colour_);
      blanks_ = shown.size() - end;
    }
  }

  std::string text() const { return text_ + "\n"; }

 private:
  std::string text_;
  std::size_t blanks_ = 0;
  std::size_t room_;
  bool colour_;
};

}  // namespace

std::vector<std::size_t> Table::natural_widths() const {
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < columns_.size(); ++i) widths[i] = std::max(widths[i], columns(row[i].text));
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] > 0) widths[i] = std::max(widths[i], columns(columns_[i].title));
  }
  return widths;
}

std::size_t Table::least_width() const { return total_width(fitted_widths(0)); }

std::vector<std::size_t> Table::fitted_widths(std::size_t width) const {
  std::vector<std::size_t> widths = natural_widths();
  for (std::size_t total = total_width(widths); total > width; --total) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool can_shrink = columns_[i].least != 0 && widths[i] > columns_[i].least;
      if (can_shrink && (widest == columns_.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
  }
  return widths;
}

std::string Table::text(std::size_t width, bool colour) const {
  const std::vector<std::size_t> widths = fitted_widths(width);
  Line titles(width, colour);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] > 0) titles.append(padded(columns_[i].title, widths[i], columns_[i].align), Style::kFaint);
  }
  std::string text = titles.text();
  for (const auto& row : rows_) {
    Line line(width, colour);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] > 0) line.append(padded(row[i].text, widths[i], columns_[i].align), row[i].style);
    }
    text += line.text();
  }
  return text;
}

}  // namespace weir::observe
