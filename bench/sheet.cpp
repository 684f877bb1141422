#include "bench/sheet.h"

#include <algorithm>

#include "observe/table.h"
#include "observe/terminal_text.h"

namespace weir::bench {

namespace {

bool is_empty(const Sheet& sheet, std::size_t column) {
  return std::ranges::all_of(sheet.rows, [column](const auto& row) { return row[column].empty(); });
}

/// A bar would begin the next cell.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : observe::printable(text)) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return " " + escaped + " |";
}

}  // namespace

std::string to_text(const Sheet& sheet, bool colour, std::size_t width) {
  std::vector<observe::Table::Column> columns;
  columns.reserve(sheet.columns.size());
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    columns.push_back(
        {sheet.columns[i], i < sheet.labels ? observe::Table::Align::kLeft : observe::Table::Align::kRight});
  }
  observe::Table table(std::move(columns));
  for (const std::vector<std::string>& row : sheet.rows) {
    std::vector<observe::Table::Field> fields;
    fields.reserve(row.size());
    for (const std::string& text : row) fields.push_back({observe::printable(text)});
    table.add(std::move(fields));
  }
  std::string text = observe::styled(sheet.title, observe::Style::kStrong, colour) + "\n\n";
  if (!sheet.rows.empty()) text += table.text(width, colour);
  if (!sheet.note.empty()) text += "  " + sheet.note + "\n";
  return text;
}

std::string to_markdown(const Sheet& sheet) {
  std::string head = "|";
  std::string rule = "|";
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    if (is_empty(sheet, i)) continue;
    head += cell(sheet.columns[i]);
    rule += i < sheet.labels ? "---|" : "---:|";
  }
  std::string text = "### " + sheet.title + "\n\n" + head + "\n" + rule + "\n";
  for (const std::vector<std::string>& row : sheet.rows) {
    text += '|';
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!is_empty(sheet, i)) text += cell(row[i]);
    }
    text += '\n';
  }
  if (!sheet.note.empty()) text += "\n" + sheet.note + "\n";
  return text;
}

}  // namespace weir::bench
