#include "run/launcher.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include "observe/log.h"
#include "run/address_space.h"
#include "run/descriptor_limit.h"
#include "run/memory.h"
#include "run/process_host.h"
#include "run/report_builder.h"
#include "run/run_directory.h"
#include "run/supervisor.h"
#include "run/thread_host.h"
#include "run/written_files.h"

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

/// Removes the run directory when a run can't begin or breaks off by an exception.
class RemovedOnException {
 public:
  explicit RemovedOnException(const RunDirectory& directory) : directory_(&directory) {}
  RemovedOnException(const RemovedOnException&) = delete;
  RemovedOnException& operator=(const RemovedOnException&) = delete;
  ~RemovedOnException() {
    if (directory_ != nullptr) directory_->remove();
  }

  void cancel() { directory_ = nullptr; }

 private:
  const RunDirectory* directory_;
};

bool is_done(const observe::Page& page) { return page.phase() == observe::Phase::kDone; }

double own_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Leads a run whose directory has all that its replicas need.
Ending lead(const topology::Plan& plan, RunInputs inputs, const Catalog& catalog, const LaunchOptions& options,
            SignalQueue& signals, const RunDirectory& directory, Pages& pages) {
  inputs.launcher = getpid();
  write_inputs(directory, inputs);
  if (plan.delivery == topology::Delivery::kEffectivelyOnce) directory.sync();
  auto threads = std::make_unique<ThreadHost>(plan, 0, catalog, directory);
  ProcessHost processes(plan, directory);
  processes.start([&](std::size_t process) {
    return std::ranges::any_of(plan.processes[process].replicas,
                               [&](std::size_t replica) { return !is_done(pages[replica]); });
  });
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

/// Removes the directory of a run that has ended, unless the run could go on from it.
void clear_away(const topology::Plan& plan, const RunDirectory& directory, Pages& pages, std::int64_t began_s,
                Ending& ending) {
  const bool ended_well = ending.outcome == Outcome::kCompleted || ending.outcome == Outcome::kStopped;
  if (!ended_well && directory.is_counted_on()) {
    const std::string problem = topology::resume_problem(plan);
    ending.way_on = problem.empty() ? way_on(plan, directory, pages, began_s) : WayOn{WayOn::Kind::kNone, problem};
    if (ending.way_on->kind != WayOn::Kind::kNone) ending.kept_in = directory.path();
  }
  if (ending.kept_in.empty()) directory.remove();
}

}  // namespace

Ending launch(const topology::Plan& plan, RunInputs inputs, const Catalog& catalog, const LaunchOptions& options) {
  if (!options.overwrite) refuse_what_is_there(plan);
  check_address_space(plan);
  make_room_for_descriptors(plan, 0);
  SignalQueue signals;
  const RunDirectory directory = RunDirectory::create(plan.name, options.run_directory);
  RemovedOnException removed(directory);
  inputs.name = plan.name;
  inputs.topology = to_string(plan.topology);
  inputs.values = values_of(plan);
  inputs.overwrite = options.overwrite;
  inputs.started_s = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  start_logging(inputs, directory);
  Pages pages = create_pages(plan, directory);
  note_written_files(plan, directory);
  observe::log_info("weir", "run '" + plan.name + "' starts as " + inputs.topology);
  const std::int64_t began_s = inputs.started_s;
  Ending ending = lead(plan, std::move(inputs), catalog, options, signals, directory, pages);
  removed.cancel();
  clear_away(plan, directory, pages, began_s, ending);
  return ending;
}

Ending resume(const RunDirectory& directory, const topology::Plan& plan, RunInputs inputs, const Catalog& catalog,
              const LaunchOptions& options) {
  check_address_space(plan);
  make_room_for_descriptors(plan, 0);
  SignalQueue signals;
  start_logging(inputs, directory);
  Pages pages = open_pages(plan, directory);
  if (!inputs.overwrite) refuse_what_was_put_there(plan, directory, pages);
  const auto done = std::ranges::count_if(pages, is_done);
  for (observe::Page& page : pages) {
    if (!is_done(page)) page.begin_life();
  }
  observe::log_info("weir", "run '" + plan.name + "' is taken up as " + inputs.topology + ": " + std::to_string(done) +
                                " of " + std::to_string(pages.size()) + " replicas had ended, the others go on");
  const std::int64_t began_s = inputs.started_s;
  Ending ending = lead(plan, std::move(inputs), catalog, options, signals, directory, pages);
  clear_away(plan, directory, pages, began_s, ending);
  return ending;
}

}  // namespace weir::run
