#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "observe/terminal_text.h"

namespace weir::observe {

/// Rows of aligned columns under titles. A column without any text in it is left out. One thread.
class Table {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string title;
    Align align = Align::kRight;
    std::size_t least = 0;  ///< columns of the terminal that it may be narrowed to; 0: it is never narrowed
  };

  struct Field {
    std::string text;  ///< printable
    Style style = Style::kPlain;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One field for each column.
  void add(std::vector<Field> row) { rows_.push_back(std::move(row)); }

  bool empty() const { return rows_.empty(); }

  /// With all columns as narrow as they may be, indentation included.
  std::size_t least_width() const;

  /// Lines of at most `width` columns, indented by two, each with a line end.
  std::string text(std::size_t width, bool colour) const;

 private:
  std::vector<std::size_t> natural_widths() const;  // 0: left out
  std::vector<std::size_t> fitted_widths(std::size_t width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Field>> rows_;
};

}  // namespace weir::observe
