#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::observe {

/// A text from a file, a record or a user, made fit for a terminal and for one line: what would move the cursor, ring
/// or turn the direction of writing becomes an escape (`\n`, `\x1b`, `\u202e`), as does a byte that is no UTF-8.
std::string printable(std::string_view text);

/// Columns that a printable text takes: its characters. East Asian wide ones are not told apart.
std::size_t columns(std::string_view text);

/// At most `width` columns of a printable text, with "..." at the end where it was cut.
std::string cut(std::string_view text, std::size_t width);

/// The longest start of a text that has at most so many bytes and, where the text is UTF-8, ends with a whole
/// character.
std::string_view fitting(std::string_view text, std::size_t bytes);

/// A printable text as lines of at most `width` columns, broken at blanks where there are any.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

enum class Style { kPlain, kStrong, kFaint, kGood, kWarning, kBad };

/// The text with the terminal's codes for a style around it, if `colour`.
std::string styled(std::string_view text, Style style, bool colour);

}  // namespace weir::observe
