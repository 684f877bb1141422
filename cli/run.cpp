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
#include "run/launcher.h"

namespace weir::cli {

namespace {

struct RunOptions {
  ConfigurationOptions configuration;
  std::string stop_after;
  std::string grace = "10s";
  std::string report;
  std::string run_directory;
  std::string log_level = "info";
  std::string log_format = "pretty";
  bool quiet = false;
};

bool is_live_terminal() { return isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

observe::LogLevel log_level(const RunOptions& options) {
  if (options.log_level == "debug") return observe::LogLevel::kDebug;
  if (options.log_level == "warning") return observe::LogLevel::kWarning;
  if (options.log_level == "error") return observe::LogLevel::kError;
  if (options.log_level == "off") return observe::LogLevel::kOff;
  return options.quiet ? observe::LogLevel::kWarning : observe::LogLevel::kInfo;
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

int run_pipeline(const RunOptions& options, const Catalog& catalog) {
  std::optional<Loaded> loaded = load(options.configuration.path, options.configuration.overrides(), catalog);
  if (!loaded) return kExitConfiguration;

  run::RunInputs inputs;
  inputs.configuration = std::move(loaded->inputs);
  inputs.log_level = log_level(options);
  inputs.log_format = options.log_format == "json" ? observe::LogFormat::kJson : observe::LogFormat::kPretty;
  inputs.log_colour = is_live_terminal();

  run::LaunchOptions launch;
  if (!options.stop_after.empty()) launch.stop_after = duration_from(options.stop_after);
  launch.grace = duration_from(options.grace);
  if (!options.run_directory.empty()) launch.run_directory = options.run_directory;
  launch.progress = is_live_terminal() && !options.quiet;

  ReportFile report(options.report);
  const run::Ending ending = run::launch(loaded->plan, std::move(inputs), catalog, launch);
  int exit_code = exit_code_of(ending);
  if (!options.quiet) std::cerr << summary(ending.report, is_live_terminal());
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

}  // namespace

void add_run(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App& verb = *program.add_subcommand("run", "Run a pipeline to its end; print what it did and the ledger");
  options->configuration.add_to(verb);
  verb.add_option("--stop-after", options->stop_after, "Stop the producers after so long: 30s, 5min")
      ->type_name("TIME")
      ->check(duration_check());
  verb.add_option("--grace", options->grace, "What draining may take when the run is stopped")
      ->type_name("TIME")
      ->check(duration_check())
      ->capture_default_str();
  verb.add_option("--report", options->report, "Write the report there, as JSON")->type_name("FILE");
  verb.add_option("--run-dir", options->run_directory, "Keep sockets and pages there while the run lasts")
      ->type_name("DIR");
  verb.add_option("--log-level", options->log_level, "What to log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
  verb.add_option("--log-format", options->log_format, "How to log")
      ->check(CLI::IsMember({"pretty", "json"}))
      ->capture_default_str();
  verb.add_flag("-q,--quiet", options->quiet, "No summary and no progress; warnings and errors only");
  verb.callback([options, &catalog, &exit_code] { exit_code = run_pipeline(*options, catalog); });
}

}  // namespace weir::cli
