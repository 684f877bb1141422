#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "observe/log.h"

namespace weir::observe {

/// What a line of the log is made of.
struct LogEntry {
  std::chrono::system_clock::time_point time;
  LogLevel level = LogLevel::kInfo;
  std::string_view who;
  std::string_view text;
};

/// What a pipe takes as one piece, so that lines of several processes never mix within a line.
inline constexpr std::size_t kLongestLogLine = 4096;

/// "10:02:11.123 info  count[0]  text", in local time, with a line end.
std::string pretty_line(const LogEntry& entry, bool colour);

/// {"time": "2025-01-31T10:02:11.123456Z", "level": "info", "who": "count[0]", "text": "text", "pid": 4711}, in ASCII,
/// with a line end. Bytes that are no UTF-8 become U+FFFD.
std::string json_line(const LogEntry& entry);

}  // namespace weir::observe
