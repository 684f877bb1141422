#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::topology {

/// Where a piece of the configuration stands. Lines and columns count from 1, columns in characters;
/// line 0: it came from the command line or the environment, and `source` names it ("--set queues.a.capacity").
struct Place {
  std::string source;  ///< the file as the user named it
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 1;  ///< characters, for the underline

  /// "hello.yaml:7:5", or just the source where there is no line.
  std::string text() const;

  bool operator==(const Place&) const = default;
};

/// Places in the file from top to bottom, then those that are not in the file.
bool comes_before(const Place& a, const Place& b);

/// One mistake in a configuration.
struct Diagnostic {
  Place place;
  std::string message;  ///< "unknown setting 'facter' for transformer 'scale'; did you mean 'factor'?"
};

/// All mistakes as the user reads them, each with its line quoted and underlined where `text` (the file's content)
/// has it, in the order of their places; beyond the first 50 they are only counted. Ends with
/// "N problems; nothing was started". Safe to print whatever the file holds.
std::string render(std::span<const Diagnostic> diagnostics, std::string_view text);

}  // namespace weir::topology
