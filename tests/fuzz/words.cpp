#include "words.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace weir::fuzz {

namespace {

constexpr std::string_view kDigits = "0123456789";

}  // namespace

char Words::word() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
  const std::string_view word = rest_.substr(0, rest_.find_first_of(" 0123456789"));
  rest_.remove_prefix(word.size());
  return word.empty() ? '\0' : word.front();
}

std::uint64_t Words::number() {
  rest_.remove_prefix(std::min(rest_.find_first_of(kDigits), rest_.size()));
  const std::string_view digits = rest_.substr(0, rest_.find_first_not_of(kDigits));
  rest_.remove_prefix(digits.size());
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : number;
}

std::string_view take_until(char mark, std::string_view& text) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

}  // namespace weir::fuzz
