#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topology/diagnostic.h"

namespace weir::topology {

/// The text of a configuration file, with the place of each byte. One thread. The text must outlive it.
class SourceText {
 public:
  SourceText(std::string source, std::string_view text);

  std::string_view text() const { return text_; }

  /// The place of the character at `offset`, and `length` characters from there on. Fast where offsets ascend.
  Place place(std::size_t offset, std::size_t length = 1) const;

  /// From the beginning of the line until its end, without the line end.
  std::string_view line_at(std::size_t offset) const;

 private:
  std::size_t line_index(std::size_t offset) const;

  std::string source_;
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  mutable std::size_t last_offset_ = 0;  // counting goes on from the last place that was asked for
  mutable std::size_t last_column_ = 0;
};

/// Why the text can't be given to the YAML parser at all, or would make it waste time and memory: its
/// encoding, control characters, tabs as indentation, brackets without end.
std::optional<Diagnostic> refuse_text(const SourceText& source);

}  // namespace weir::topology
