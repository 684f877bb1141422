#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "run/launcher.h"
#include "run/process_host.h"
#include "run/progress_meter.h"
#include "run/report_builder.h"
#include "run/restarts.h"
#include "run/signals.h"
#include "run/start_watch.h"
#include "run/thread_host.h"
#include "run/watchdog.h"

namespace weir::run {

/// Watches over a run from its start to its end: signals, deadlines, processes and threads that end. The main thread.
class Supervisor {
 public:
  /// All references must outlive it.
  Supervisor(const topology::Plan& plan, const LaunchOptions& options, SignalQueue& signals, Pages& pages,
             ThreadHost& threads, ProcessHost& processes);

  /// Returns when nothing of the run is left, or `hangs`.
  Outcome watch();

  /// A thread did not end although it was told to, and its time is over.
  bool hangs() const { return hangs_; }

 private:
  enum class State { kRunning, kDraining, kBreakingOff };

  bool over() const { return threads_.all_ended() && processes_.all_ended() && restarts_.none_due(); }
  void wait();
  void take_signals();
  void reap_processes();
  /// Whether the process that died is to be started anew.
  bool takes_up_again(const ProcessHost::Ended& ended, const std::string& how);
  /// What a process that died was at, by its pages; empty where it was at nothing.
  std::string last_words(std::size_t process);
  void start_again();
  /// Ends who makes no progress any more, where another life of it can go on; says so of all others.
  void end_the_stalled();
  void name_those_who_start_late();
  void check_threads();
  void check_deadlines();

  void drain(std::string_view why);
  void break_off(Outcome outcome);
  void log_failures(std::size_t process);
  /// Names of the replicas that are not done and do not wait for others; where there are none, of all not done.
  std::string who_holds_up() const;
  bool waits(std::size_t replica) const;

  const topology::Plan& plan_;
  const LaunchOptions& options_;
  SignalQueue& signals_;
  Pages& pages_;
  ThreadHost& threads_;
  ProcessHost& processes_;
  ProgressMeter progress_;
  Restarts restarts_;
  StartWatch start_watch_;
  Watchdog watchdog_;

  State state_ = State::kRunning;
  Outcome outcome_ = Outcome::kCompleted;
  std::int64_t stop_at_ns_;
  std::int64_t give_up_at_ns_;
  bool asked_to_stop_ = false;  ///< by a signal
  bool thread_failure_seen_ = false;
  bool hangs_ = false;
};

}  // namespace weir::run
