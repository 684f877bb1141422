#include "run/launcher.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <memory>

#include "observe/log.h"
#include "run/descriptor_limit.h"
#include "run/memory.h"
#include "run/process_host.h"
#include "run/report_builder.h"
#include "run/run_directory.h"
#include "run/supervisor.h"
#include "run/thread_host.h"

namespace weir::run {

namespace {

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kCompleted:
      return "completed";
    case Outcome::kStopped:
      return "stopped";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kKilled:
      return "killed";
  }
  return "";
}

/// Removes the run directory however the run ends.
class RemovedAtTheEnd {
 public:
  explicit RemovedAtTheEnd(const RunDirectory& directory) : directory_(directory) {}
  RemovedAtTheEnd(const RemovedAtTheEnd&) = delete;
  RemovedAtTheEnd& operator=(const RemovedAtTheEnd&) = delete;
  ~RemovedAtTheEnd() { directory_.remove(); }

 private:
  const RunDirectory& directory_;
};

double own_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Ending launch(const topology::Plan& plan, RunInputs inputs, const Catalog& catalog, const LaunchOptions& options) {
  make_room_for_descriptors(plan, 0);
  SignalQueue signals;
  const RunDirectory directory = RunDirectory::create(plan.name, options.run_directory);
  const RemovedAtTheEnd removed(directory);
  inputs.name = plan.name;
  inputs.topology = to_string(plan.topology);
  inputs.launcher = getpid();
  inputs.started_s = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  write_inputs(directory, inputs);
  observe::start_logging(
      {.format = inputs.log_format, .level = inputs.log_level, .colour = inputs.log_colour, .file = directory.log()});
  Pages pages = create_pages(plan, directory);

  auto threads = std::make_unique<ThreadHost>(plan, 0, catalog, directory);
  ProcessHost processes(plan, directory);
  observe::log_info("weir", "run '" + plan.name + "' starts as " + inputs.topology);
  processes.start();
  threads->start();

  Supervisor supervisor(plan, options, signals, pages, *threads, processes);
  Ending ending;
  ending.outcome = supervisor.watch();
  ending.hangs = supervisor.hangs();
  if (ending.hangs) {
    static_cast<void>(threads.release());  // its threads still use it
  } else {
    threads->join();
    threads.reset();
  }

  ending.report = build_report(plan, pages, directory, true);
  ending.report.outcome = outcome_text(ending.outcome);
  ending.report.cpu_s = own_cpu_seconds() + processes.cpu_s();
  ending.report.max_rss_bytes = peak_memory();
  for (std::size_t process = 1; process < plan.processes.size(); ++process) {
    ending.report.max_rss_bytes += directory.read_peak_memory(process);
  }
  return ending;
}

}  // namespace weir::run
