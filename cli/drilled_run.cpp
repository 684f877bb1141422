#include "cli/drilled_run.h"

#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <utility>

#include "observe/log.h"
#include "run/clock.h"
#include "run/run_directory.h"
#include "run/start_program.h"
#include "run/watchdog.h"

namespace weir::cli {

namespace {

/// The processes of a launcher that was killed end by themselves, but not at once.
void remove_what_is_left(const std::filesystem::path& directory) {
  constexpr int kMostLooks = 200;
  constexpr int kLookMs = 10;
  for (int look = 0; look < kMostLooks; ++look) {
    const std::vector<run::FoundRun> runs = run::find_runs();
    const auto left = std::ranges::find(runs, directory, &run::FoundRun::path);
    if (left == runs.end()) return;
    if (!left->alive) return run::remove_run(*left);
    poll(nullptr, 0, kLookMs);
  }
}

std::vector<std::string> with_places(std::vector<std::string> arguments, const std::filesystem::path& directory,
                                     const std::string& report) {
  arguments.insert(arguments.end(), {"--run-dir", directory.string(), "--report", report});
  return arguments;
}

}  // namespace

DrilledRun::DrilledRun(const topology::Plan& plan, std::vector<std::string> arguments, std::filesystem::path directory,
                       std::string report)
    : plan_(plan),
      directory_(std::move(directory)),
      report_(std::move(report)),
      pid_(run::start_program(with_places(std::move(arguments), directory_, report_))) {}

DrilledRun::~DrilledRun() { end(); }

void DrilledRun::end() {
  if (pid_ != 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  try {
    remove_what_is_left(directory_);
  } catch (const std::exception& error) {
    observe::log_warning("weir", error.what());
  }
}

bool DrilledRun::has_ended() {
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return false;
  pid_ = 0;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

std::optional<int> DrilledRun::through(const std::vector<Fault>& faults, std::uint64_t records,
                                       run::SignalQueue& signals) {
  effects_.assign(faults.size(), {});
  std::size_t next = 0;
  while (!has_ended()) {
    constexpr int kLookMs = 1;
    poll(nullptr, 0, kLookMs);
    if (signals.asks_to_end()) {
      end();
      return std::nullopt;
    }
    if (pages_.empty()) {
      if (!std::filesystem::exists(directory_ / run::RunDirectory::kInputs)) continue;
      pages_ = run::open_pages(plan_, run::RunDirectory::join(directory_));
    }
    watch(faults, run::now_ns());
    const double share = static_cast<double>(produced()) / static_cast<double>(std::max<std::uint64_t>(1, records));
    if (next == faults.size() || share < faults[next].share) continue;
    if (strike(faults[next], effects_[next])) ++next;
  }
  return exit_code_;
}

bool DrilledRun::strike(const Fault& fault, Effect& effect) {
  effect.at_ns = run::now_ns();
  effect.moved = moved(fault);
  effect.lives = lives(fault);
  if (fault.is_of_launcher()) {
    effect.struck = true;
    kill_launcher_and_resume();
    return true;
  }
  const observe::Page& page = pages_[fault.replica];
  if (page.phase() == observe::Phase::kDone) return true;
  if (page.phase() < observe::Phase::kRunning) return false;
  const auto victim = static_cast<pid_t>(page.stage().pid.get());
  effect.struck = kill(victim, fault.frozen_for ? SIGSTOP : SIGKILL) == 0;
  if (effect.struck && fault.frozen_for) freeze(fault, effect);
  return effect.struck;
}

/// Has been told to stop, and does in a moment.
void DrilledRun::freeze(const Fault& fault, Effect& effect) {
  constexpr int kMostLooks = 1000;
  const observe::StageCells& cells = pages_[fault.replica].stage();
  for (int look = 0; look < kMostLooks && !run::is_held(cells.pid.get(), cells.thread.get()); ++look) {
    poll(nullptr, 0, 1);
  }
  effect.moved = moved(fault);
  effect.frozen = static_cast<pid_t>(cells.pid.get());
  effect.thaw_ns = run::later_ns(effect.at_ns, *fault.frozen_for);
}

void DrilledRun::kill_launcher_and_resume() {
  kill(pid_, SIGKILL);
  waitpid(std::exchange(pid_, 0), nullptr, 0);
  pid_ = run::start_program({"resume", directory_.string(), "--quiet", "--report", report_});
}

void DrilledRun::watch(const std::vector<Fault>& faults, std::int64_t now) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    Effect& effect = effects_[i];
    if (!effect.struck) continue;
    if (effect.frozen != 0 && now >= effect.thaw_ns) kill(std::exchange(effect.frozen, 0), SIGCONT);
    // Who is killed moves on for a moment, and the launcher's processes live a little longer than itself.
    const bool is_dying = !faults[i].frozen_for && lives(faults[i]) == effect.lives;
    if (is_dying) effect.moved = moved(faults[i]);
    if (effect.gap_ns < 0 && moved(faults[i]) > effect.moved) effect.gap_ns = now - effect.at_ns;
  }
}

std::uint64_t DrilledRun::produced() const {
  std::uint64_t records = 0;
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    const bool is_producer = plan_.stages[plan_.replicas[replica].stage].role == Role::kProducer;
    if (is_producer) records += pages_[replica].stage().records_out.get();
  }
  return records;
}

std::uint64_t DrilledRun::lives(const Fault& fault) const {
  if (!fault.is_of_launcher()) return pages_[fault.replica].stage().restarts.get();
  std::uint64_t lives = 0;
  for (const observe::Page& page : pages_) lives += page.stage().restarts.get();
  return lives;
}

std::uint64_t DrilledRun::moved(const Fault& fault) const {
  if (fault.is_of_launcher()) return produced();
  const observe::StageCells& cells = pages_[fault.replica].stage();
  return cells.records_in.get() + cells.records_out.get();
}

}  // namespace weir::cli
