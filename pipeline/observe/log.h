#pragma once

#include <filesystem>
#include <string_view>

namespace weir::observe {

enum class LogFormat { kPretty, kJson };
enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

struct LogOptions {
  LogFormat format = LogFormat::kPretty;
  LogLevel level = LogLevel::kInfo;
  bool colour = false;           ///< of what goes to stderr
  std::filesystem::path file{};  ///< a copy without colour goes here; empty: none
};

/// Before this, and where `options.level` filters it out, a line goes nowhere. From the main thread; a second call
/// replaces what the first one set. Throws std::runtime_error when the file can't be opened.
/// From here on the process ignores SIGPIPE, and a closed stderr leads to /dev/null, so that its number is not given
/// to the next file: nobody listening is no reason to stop.
void start_logging(const LogOptions& options);

/// One line each, to stderr: the time, the level, who speaks ("count[0]", "weir") and what it says.
/// Any thread. Lines of several processes may mix, but never within a line; a line is cut to 4 KiB for that. Whatever
/// the text holds, what is written is printable. A line that can't be written is dropped.
void log_debug(std::string_view who, std::string_view what);
void log_info(std::string_view who, std::string_view what);
void log_warning(std::string_view who, std::string_view what);
void log_error(std::string_view who, std::string_view what);

}  // namespace weir::observe
