#include "observe/log_line.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <cstdint>
#include <ctime>

#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
    case LogLevel::kOff:
      return "off";
  }
  return "";
}

/// All of one width.
std::string_view padded_name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return "info ";
    case LogLevel::kWarning:
      return "warn ";
    default:
      return name_of(level);
  }
}

Style style_of(LogLevel level) {
  switch (level) {
    case LogLevel::kWarning:
      return Style::kWarning;
    case LogLevel::kError:
      return Style::kBad;
    default:
      return Style::kPlain;
  }
}

/// A calendar time and the part of a second beyond it.
struct Moment {
  std::time_t second;
  std::int64_t microseconds;
};

Moment moment_of(std::chrono::system_clock::time_point time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  return {std::chrono::system_clock::to_time_t(second),
          std::chrono::floor<std::chrono::microseconds>(time - second).count()};
}

std::string utc_text(std::chrono::system_clock::time_point time) {
  const Moment moment = moment_of(time);
  std::tm date{};
  ::gmtime_r(&moment.second, &date);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday,
                     date.tm_hour, date.tm_min, date.tm_sec, moment.microseconds);
}

std::string local_time_of_day(std::chrono::system_clock::time_point time) {
  const Moment moment = moment_of(time);
  std::tm date{};
  ::localtime_r(&moment.second, &date);
  return fmt::format("{:02}:{:02}:{:02}.{:03}", date.tm_hour, date.tm_min, date.tm_sec, moment.microseconds / 1000);
}

std::string shortened(std::string_view text, std::size_t bytes) {
  return text.size() <= bytes ? std::string(text) : std::string(fitting(text, bytes)) + "...";
}

/// What `render` makes of the entry, with its texts cut until it fits.
template <class Render>
std::string fitting_line(const LogEntry& entry, Render render) {
  for (std::size_t room = kLongestLogLine;; room /= 2) {
    const std::string who = shortened(entry.who, room);
    const std::string text = shortened(entry.text, room);
    std::string line = render(LogEntry{entry.time, entry.level, who, text});
    if (line.size() <= kLongestLogLine) return line;
  }
}

}  // namespace

std::string pretty_line(const LogEntry& entry, bool colour) {
  return fitting_line(entry, [colour](const LogEntry& cut) {
    return fmt::format("{} {} {}  {}\n", styled(local_time_of_day(cut.time), Style::kFaint, colour),
                       styled(padded_name_of(cut.level), style_of(cut.level), colour),
                       styled(printable(cut.who), Style::kStrong, colour), printable(cut.text));
  });
}

std::string json_line(const LogEntry& entry) {
  return fitting_line(entry, [](const LogEntry& cut) {
    using Json = nlohmann::ordered_json;
    const Json json = {{"time", utc_text(cut.time)},
                       {"level", name_of(cut.level)},
                       {"who", cut.who},
                       {"text", cut.text},
                       {"pid", ::getpid()}};
    return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
  });
}

}  // namespace weir::observe
