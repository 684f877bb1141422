#include "observe/repeated_error.h"

#include <spdlog/fmt/fmt.h>

#include <ctime>

#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Equal but for the values of the numbers in them.
bool same_kind(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      while (i < a.size() && is_digit(a[i])) ++i;
      while (j < b.size() && is_digit(b[j])) ++j;
    } else if (a[i++] != b[j++]) {
      return false;
    }
  }
  return i == a.size() && j == b.size();
}

std::string time_of_day(std::chrono::system_clock::time_point time) {
  const std::time_t second = std::chrono::system_clock::to_time_t(time);
  std::tm date{};
  ::localtime_r(&second, &date);
  return fmt::format("{:02}:{:02}:{:02}", date.tm_hour, date.tm_min, date.tm_sec);
}

}  // namespace

void RepeatedErrors::Kind::count_one(Time now) {
  if (count++ == 0) first = now;
  last = now;
}

std::optional<std::string> RepeatedErrors::note(std::string_view text, Time now) {
  const std::string_view start = fitting(text, kLongestText);
  for (Kind& kind : kinds_) {
    const bool unused = kind.count == 0;
    if (!unused && !same_kind(kind.text, start)) continue;
    kind.count_one(now);
    if (!unused) return std::nullopt;
    kind.text = start;
    kind.told = 1;
    return fmt::format("{} \"{}\"", what_, start);
  }
  return note_further(start, now);
}

std::optional<std::string> RepeatedErrors::note_further(std::string_view start, Time now) {
  further_.count_one(now);
  if (further_.count > 1) return std::nullopt;
  further_.told = 1;
  return fmt::format("{} \"{}\"; further kinds are only counted", what_, start);
}

std::vector<std::string> RepeatedErrors::summary() {
  std::vector<std::string> lines;
  const auto tell = [&](Kind& kind, const std::string& name) {
    if (kind.has_news()) lines.push_back(counted(kind, name));
    kind.told = kind.count;
  };
  for (Kind& kind : kinds_) tell(kind, "\"" + kind.text + "\"");
  tell(further_, "of further kinds");
  return lines;
}

std::string RepeatedErrors::counted(const Kind& kind, std::string_view name) const {
  return fmt::format("{} {} x{}, first {}, last {}", what_, name, kind.count, time_of_day(kind.first),
                     time_of_day(kind.last));
}

std::uint64_t RepeatedErrors::total() const {
  std::uint64_t sum = further_.count;
  for (const Kind& kind : kinds_) sum += kind.count;
  return sum;
}

}  // namespace weir::observe
