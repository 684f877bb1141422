#include "run/supervisor.h"

#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "observe/log.h"
#include "run/at_hand.h"
#include "run/clock.h"
#include "run/dead_letter.h"
#include "run/loop.h"

namespace weir::run {

namespace {

constexpr std::string_view kSelf = "weir";
constexpr std::chrono::nanoseconds kLastWait = std::chrono::seconds{1};  // for stages that were told to end at once
constexpr std::int64_t kSilentNs = 300'000'000;  // three heartbeats missed: a waiting replica's process does not run

}  // namespace

Supervisor::Supervisor(const topology::Plan& plan, const LaunchOptions& options, SignalQueue& signals, Pages& pages,
                       ThreadHost& threads, ProcessHost& processes)
    : plan_(plan),
      options_(options),
      signals_(signals),
      pages_(pages),
      threads_(threads),
      processes_(processes),
      progress_(plan, pages, options.progress),
      restarts_(plan),
      start_watch_(plan, pages),
      watchdog_(plan, pages),
      stop_at_ns_(options.stop_after ? later_ns(now_ns(), *options.stop_after) : kNever),
      give_up_at_ns_(kNever) {}

Outcome Supervisor::watch() {
  while (!over() && !hangs_) {
    wait();
    take_signals();
    reap_processes();
    start_again();
    name_those_who_start_late();
    end_the_stalled();
    check_threads();
    check_deadlines();
    progress_.show();
  }
  progress_.clear();
  return outcome_;
}

void Supervisor::wait() {
  constexpr std::int64_t kNsPerMs = 1'000'000;
  const std::int64_t until = std::min({stop_at_ns_, give_up_at_ns_, progress_.next_ns(), restarts_.next_ns(),
                                       start_watch_.next_ns(), watchdog_.next_ns()});
  const std::int64_t now = now_ns();
  const std::int64_t left_ms =
      until == kNever ? -1 : std::max<std::int64_t>(0, (until - now + kNsPerMs - 1) / kNsPerMs);
  constexpr std::int64_t kLongestWaitMs = 3'600'000;
  std::array<pollfd, 2> awaited{pollfd{signals_.descriptor(), POLLIN, 0}, pollfd{threads_.descriptor(), POLLIN, 0}};
  poll(awaited.data(), awaited.size(), static_cast<int>(std::min(left_ms, kLongestWaitMs)));
  threads_.rest();
}

void Supervisor::take_signals() {
  for (int signal = signals_.next(); signal != 0; signal = signals_.next()) {
    if (signal == SIGCHLD) continue;
    if (signal == SIGINT && asked_to_stop_) {
      progress_.clear();
      observe::log_warning(kSelf, "second interrupt: killing everything");
      break_off(Outcome::kKilled);
    } else {
      asked_to_stop_ = true;
      drain(signal == SIGINT ? "interrupted" : "asked to end");
    }
  }
}

void Supervisor::drain(std::string_view why) {
  if (state_ != State::kRunning) return;
  state_ = State::kDraining;
  outcome_ = Outcome::kStopped;
  stop_at_ns_ = kNever;
  give_up_at_ns_ = later_ns(now_ns(), options_.grace);
  progress_.clear();
  observe::log_info(kSelf, std::string(why) + ": producers stop, everything in flight drains");
  threads_.stop();
  processes_.stop();
}

void Supervisor::break_off(Outcome outcome) {
  if (outcome_ != Outcome::kKilled) outcome_ = outcome;
  if (state_ != State::kBreakingOff) give_up_at_ns_ = later_ns(now_ns(), std::min(options_.grace, kLastWait));
  if (outcome == Outcome::kKilled) give_up_at_ns_ = now_ns();
  state_ = State::kBreakingOff;
  stop_at_ns_ = kNever;
  restarts_.cancel();
  threads_.abort();
  processes_.kill_all();
}

void Supervisor::reap_processes() {
  while (const auto ended = processes_.reap()) {
    const std::string how = describe_ending(ended->status);
    if (how.empty() || state_ == State::kBreakingOff) continue;
    progress_.clear();
    if (takes_up_again(*ended, how)) continue;
    log_failures(ended->process);
    const std::string why_not = topology::restart_problem(plan_, ended->process);
    const bool says_why = WIFSIGNALED(ended->status) && !why_not.empty();
    observe::log_error(kSelf, "'" + plan_.processes[ended->process].name + "' " + how +
                                  (says_why ? "; it is not started again: " + why_not : ""));
    for (const std::size_t replica : plan_.processes[ended->process].replicas) {
      if (pages_[replica].phase() != observe::Phase::kDone) pages_[replica].set_failure("its process " + how);
    }
    break_off(Outcome::kFailed);
  }
}

bool Supervisor::takes_up_again(const ProcessHost::Ended& ended, const std::string& how) {
  // A stage that ended its process by itself has said why, and would say it again.
  if (!WIFSIGNALED(ended.status) || !topology::can_restart(plan_, ended.process)) return false;
  const topology::ProcessPlan& process = plan_.processes[ended.process];
  const auto wait = restarts_.schedule(ended.process, now_ns());
  if (!wait) {
    observe::log_error(kSelf, "'" + process.name + "' dies again and again; its 'restart' allows no more");
    return false;
  }
  observe::log_warning(kSelf, "'" + process.name + "' " + how + "; it is started again in " + to_text(*wait) +
                                  last_words(ended.process));
  for (const std::size_t replica : process.replicas) {
    if (pages_[replica].phase() == observe::Phase::kDone) continue;
    pages_[replica].begin_life();
    start_watch_.starts_at(replica, later_ns(now_ns(), *wait));
  }
  return true;
}

std::string Supervisor::last_words(std::size_t process) {
  std::string words;
  for (const std::size_t replica : plan_.processes[process].replicas) {
    if (const auto batch = AtHand(pages_[replica]).batch()) {
      words += (words.empty() ? " (it had " : ", ") + batch_name(*batch) + " at hand";
    }
  }
  return words.empty() ? words : words + ")";
}

void Supervisor::start_again() {
  while (const auto process = restarts_.take_due(now_ns())) {
    try {
      processes_.start_again(*process);
    } catch (const std::system_error& error) {
      progress_.clear();
      observe::log_error(kSelf, error.what());
      return break_off(Outcome::kFailed);
    }
    if (state_ == State::kDraining) processes_.stop();  // the others have been told, and once more is no harm
  }
}

void Supervisor::end_the_stalled() {
  for (const auto& [replica, waits_for_file] : watchdog_.look(now_ns())) {
    if (state_ == State::kBreakingOff) return;
    progress_.clear();
    const std::size_t process = plan_.replicas[replica].process;
    const topology::StagePlan& stage = plan_.stages[plan_.replicas[replica].stage];
    const std::string what = "has made no progress for " + to_text(stage.restart.stall_after);
    if (waits_for_file) {
      observe::log_warning(replica_name(plan_, replica), what + "; it waits for a file, and is left to wait");
    } else if (topology::can_restart(plan_, process)) {
      observe::log_warning(replica_name(plan_, replica),
                           what + "; its process is killed ('stall_after' gives it longer)");
      processes_.kill(process);
    } else {
      observe::log_warning(replica_name(plan_, replica),
                           what + "; it is in the midst of a call into the stage, or stopped");
    }
  }
}

void Supervisor::name_those_who_start_late() {
  for (const StartWatch::Late& late : start_watch_.look(now_ns())) {
    if (state_ == State::kBreakingOff) return;
    progress_.clear();
    observe::log_warning(replica_name(plan_, late.replica), late.what);
  }
}

void Supervisor::check_threads() {
  if (thread_failure_seen_ || !threads_.any_failed()) return;
  thread_failure_seen_ = true;
  progress_.clear();
  log_failures(0);
  break_off(Outcome::kFailed);
}

void Supervisor::check_deadlines() {
  const std::int64_t now = now_ns();
  if (now >= stop_at_ns_) drain("time is up");
  if (now < give_up_at_ns_) return;
  progress_.clear();
  if (state_ == State::kDraining) {
    observe::log_error(kSelf, "not drained within " + to_text(options_.grace) + ", held up by " + who_holds_up() +
                                  "; --grace gives it longer, a smaller 'capacity' leaves it less to do");
    give_up_at_ns_ = kNever;
    break_off(Outcome::kFailed);
    return;
  }
  if (threads_.all_ended()) {
    give_up_at_ns_ = kNever;  // killed processes end as soon as the kernel lets them
    return;
  }
  if (outcome_ != Outcome::kKilled) observe::log_error(kSelf, "still busy and left behind: " + who_holds_up());
  hangs_ = true;
}

void Supervisor::log_failures(std::size_t process) {
  for (const std::size_t replica : plan_.processes[process].replicas) {
    const std::string failure = pages_[replica].failure();
    if (failure.empty()) continue;
    const topology::StagePlan& stage = plan_.stages[plan_.replicas[replica].stage];
    observe::log_error(replica_name(plan_, replica), failure + " (" + stage.place.text() + ")");
  }
}

std::string Supervisor::who_holds_up() const {
  std::string busy;
  std::string unfinished;
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    if (pages_[replica].phase() == observe::Phase::kDone) continue;
    const std::string name = replica_name(plan_, replica);
    unfinished += (unfinished.empty() ? "" : ", ") + name;
    if (waits(replica)) continue;
    busy += (busy.empty() ? "" : ", ") + name;
  }
  return busy.empty() ? unfinished : busy;
}

bool Supervisor::waits(std::size_t replica) const {
  const observe::Doing doing = pages_[replica].doing();
  if (doing != observe::Doing::kWaits) return is_out_of_turn(doing);
  // A producer has nobody to greet, so it may sleep for longer than a heartbeat.
  const bool greets = plan_.stages[plan_.replicas[replica].stage].role != Role::kProducer;
  return !greets || now_ns() - static_cast<std::int64_t>(pages_[replica].stage().heartbeat_ns.get()) < kSilentNs;
}

}  // namespace weir::run
