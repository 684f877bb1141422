#include "cli/running.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <system_error>

#include "cli/configuration_options.h"
#include "cli/verbs.h"
#include "observe/log.h"

namespace weir::cli {

namespace {

bool is_live_terminal() { return isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

observe::LogLevel level_of(const std::string& name) {
  if (name == "debug") return observe::LogLevel::kDebug;
  if (name == "warning") return observe::LogLevel::kWarning;
  if (name == "error") return observe::LogLevel::kError;
  if (name == "off") return observe::LogLevel::kOff;
  return observe::LogLevel::kInfo;
}

int exit_code_of(const run::Ending& ending) {
  switch (ending.outcome) {
    case run::Outcome::kKilled:
      return kExitKilled;
    case run::Outcome::kFailed:
      return kExitFailed;
    case run::Outcome::kCompleted:
    case run::Outcome::kStopped:
      return ending.report.balanced() ? kExitWell : kExitUnbalanced;
  }
  return kExitFailed;
}

/// The file of the report: opened before the run, so that one that can't be written is known before any record moves.
class ReportFile {
 public:
  /// Throws std::system_error where the file can't be opened. An empty path: no report is wanted.
  explicit ReportFile(const std::string& path)
      : path_(path), file_(path.empty() ? nullptr : std::fopen(path.c_str(), "we"), std::fclose) {
    if (!path.empty() && !file_) fail();
  }

  void write(const observe::Report& report) {
    if (!file_) return;
    const std::string json = to_json(report);
    if (std::fwrite(json.data(), 1, json.size(), file_.get()) != json.size() || std::fclose(file_.release()) != 0)
      fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw std::system_error(errno, std::generic_category(), "can't write the report '" + path_ + "'");
  }

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace

void Running::add_to(CLI::App& verb) {
  verb.add_option("--stop-after", stop_after_, "Stop the producers after so long: 30s, 5min")
      ->type_name("TIME")
      ->check(duration_check());
  verb.add_option("--grace", grace_, "What draining may take when the run is stopped")
      ->type_name("TIME")
      ->check(duration_check())
      ->capture_default_str();
  verb.add_option("--report", report_, "Write the report there, as JSON")->type_name("FILE");
  verb.add_option("--log-level", log_level_, "What to log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
  verb.add_option("--log-format", log_format_, "How to log")
      ->check(CLI::IsMember({"pretty", "json"}))
      ->capture_default_str();
  verb.add_flag("-q,--quiet", quiet_, "No summary and no progress; warnings and errors only");
}

void Running::choose_logging(run::RunInputs& inputs) const {
  const bool warnings_only = quiet_ && log_level_ == "info";
  inputs.log_level = warnings_only ? observe::LogLevel::kWarning : level_of(log_level_);
  inputs.log_format = log_format_ == "json" ? observe::LogFormat::kJson : observe::LogFormat::kPretty;
  inputs.log_colour = is_live_terminal();
}

int Running::lead(const topology::Plan& plan, const std::function<run::Ending(const run::LaunchOptions&)>& lead) const {
  run::LaunchOptions options;
  if (!stop_after_.empty()) options.stop_after = duration_from(stop_after_);
  options.grace = duration_from(grace_);
  options.progress = is_live_terminal() && !quiet_;

  if (const std::string use = topology::use_of(report_, plan); !use.empty()) {
    std::cerr << "weir: '" << report_ << "' is what " << use << "; choose another file for the report\n";
    return kExitUsage;
  }
  ReportFile report(report_);
  const run::Ending ending = lead(options);
  int exit_code = exit_code_of(ending);
  if (!quiet_) std::cerr << summary(ending.report, is_live_terminal());
  if (ending.way_on) std::cerr << "weir: " << words_on(*ending.way_on, ending.kept_in) << '\n';
  try {
    report.write(ending.report);
  } catch (const std::system_error& error) {
    std::cerr << "weir: " << error.what() << '\n';
    exit_code = kExitFailed;
  }
  if (ending.hangs) {
    std::cerr.flush();
    _exit(exit_code);
  }
  return exit_code;
}

}  // namespace weir::cli
