#include "observe/log.h"

#include <fcntl.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/formatter.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <mutex>
#include <system_error>
#include <vector>

#include "observe/log_line.h"

namespace weir::observe {

namespace {

using spdlog::level::level_enum;

level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return level_enum::debug;
    case LogLevel::kInfo:
      return level_enum::info;
    case LogLevel::kWarning:
      return level_enum::warn;
    case LogLevel::kError:
      return level_enum::err;
    case LogLevel::kOff:
      return level_enum::off;
  }
  return level_enum::off;
}

LogLevel level_of(level_enum level) {
  switch (level) {
    case level_enum::debug:
      return LogLevel::kDebug;
    case level_enum::info:
      return LogLevel::kInfo;
    case level_enum::warn:
      return LogLevel::kWarning;
    default:
      return LogLevel::kError;
  }
}

class LineFormatter final : public spdlog::formatter {
 public:
  LineFormatter(LogFormat format, bool colour) : format_(format), colour_(colour) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const LogEntry entry{message.time,
                         level_of(message.level),
                         {message.logger_name.data(), message.logger_name.size()},
                         {message.payload.data(), message.payload.size()}};
    const std::string line = format_ == LogFormat::kJson ? json_line(entry) : pretty_line(entry, colour_);
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<LineFormatter>(*this); }

 private:
  LogFormat format_;
  bool colour_;
};

/// Each line is one write, unbuffered, so that it is whole among those of other processes and outlives a crash.
/// Owns no lock: the logger is called by one thread at a time.
class DescriptorSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  DescriptorSink(int descriptor, std::unique_ptr<spdlog::formatter> formatter)
      : base_sink(std::move(formatter)), descriptor_(descriptor) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    while (::write(descriptor_, line.data(), line.size()) < 0 && errno == EINTR) {
    }
  }
  void flush_() override {}

  int descriptor_;
};

class FileSink final : public DescriptorSink {
 public:
  FileSink(const std::filesystem::path& path, std::unique_ptr<spdlog::formatter> formatter)
      : DescriptorSink(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), std::move(formatter)) {
    if (descriptor_ < 0)
      throw std::system_error(errno, std::generic_category(), "can't open log file " + path.string());
  }
  ~FileSink() override { ::close(descriptor_); }
};

/// One logger with many names: each line brings its own.
class Logger final : public spdlog::logger {
 public:
  explicit Logger(std::vector<spdlog::sink_ptr> sinks) : spdlog::logger("", sinks.begin(), sinks.end()) {
    set_error_handler([](const std::string&) {});
  }

  void log_as(std::string_view who, level_enum level, std::string_view text) {
    log_it_({spdlog::string_view_t(who.data(), who.size()), level, spdlog::string_view_t(text.data(), text.size())},
            should_log(level), false);
  }
};

struct Current {
  std::mutex mutex;
  std::unique_ptr<Logger> logger;
};

/// Never destroyed: threads may log while the program exits.
Current& current() {
  static auto& the_one = *new Current;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): one log a process
  return the_one;
}

void keep_number_of_stderr() {
  if (::fcntl(STDERR_FILENO, F_GETFD) >= 0) return;
  const int nowhere = ::open("/dev/null", O_WRONLY);
  if (nowhere < 0 || nowhere == STDERR_FILENO) return;
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

void log(std::string_view who, level_enum level, std::string_view what) {
  Current& log = current();
  const std::lock_guard lock(log.mutex);
  if (log.logger) log.logger->log_as(who, level, what);
}

}  // namespace

void start_logging(const LogOptions& options) {
  keep_number_of_stderr();
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<spdlog::sink_ptr> sinks;
  sinks.push_back(
      std::make_shared<DescriptorSink>(STDERR_FILENO, std::make_unique<LineFormatter>(options.format, options.colour)));
  if (!options.file.empty()) {
    sinks.push_back(std::make_shared<FileSink>(options.file, std::make_unique<LineFormatter>(options.format, false)));
  }
  auto logger = std::make_unique<Logger>(std::move(sinks));
  logger->set_level(spdlog_level(options.level));
  Current& log = current();
  const std::lock_guard lock(log.mutex);
  log.logger = std::move(logger);
}

void log_debug(std::string_view who, std::string_view what) { log(who, level_enum::debug, what); }
void log_info(std::string_view who, std::string_view what) { log(who, level_enum::info, what); }
void log_warning(std::string_view who, std::string_view what) { log(who, level_enum::warn, what); }
void log_error(std::string_view who, std::string_view what) { log(who, level_enum::err, what); }

}  // namespace weir::observe
