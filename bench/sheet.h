#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace weir::bench {

/// A table under a title, for a terminal or as Markdown. The first `labels` columns are words, the others figures. A
/// column without any text in it is left out.
struct Sheet {
  std::string title;
  std::vector<std::string> columns;
  std::size_t labels = 1;
  std::vector<std::vector<std::string>> rows{};
  std::string note{};  ///< what a reader has to know of the figures; may be empty
};

/// `width`: in columns, to which it is cut.
std::string to_text(const Sheet& sheet, bool colour, std::size_t width = std::string::npos);
std::string to_markdown(const Sheet& sheet);

}  // namespace weir::bench
