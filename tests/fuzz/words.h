#pragma once

#include <cstdint>
#include <string_view>

namespace weir::fuzz {

/// The words and numbers of a line, one behind the other. A word counts by its first letter, and what is missing is 0:
/// so almost every change of a line is another line.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  /// The first letter of the next word, which ends where white space or a digit stands; 0 where there is none.
  char word();

  /// The next number, but for others than digits before it.
  std::uint64_t number();
  bool flag() { return number() % 2 == 1; }

  bool has_number() const { return rest_.find_first_of("0123456789") != rest_.npos; }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// Cuts `text` at the first `mark`, which goes, and returns what stood before it.
std::string_view take_until(char mark, std::string_view& text);

}  // namespace weir::fuzz
