#include "cli/drilled_run.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "run/clock.h"

namespace weir::cli {

DrilledRun::DrilledRun(const topology::Plan& plan, std::vector<std::string> arguments, std::filesystem::path directory,
                       std::string report)
    : plan_(plan), directory_(std::move(directory)), report_(std::move(report)) {
  arguments.insert(arguments.end(), {"--run-dir", directory_.string(), "--report", report_});
  start(arguments);
}

DrilledRun::~DrilledRun() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void DrilledRun::start(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"weir"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int error = posix_spawn(&pid_, "/proc/self/exe", nullptr, nullptr, pointers.data(), environ);
  if (error != 0) throw std::system_error(error, std::generic_category(), "can't start a run");
}

bool DrilledRun::has_ended() {
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return false;
  pid_ = 0;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

int DrilledRun::through(const std::vector<Fault>& faults, std::uint64_t records) {
  effects_.assign(faults.size(), {});
  std::size_t next = 0;
  while (!has_ended()) {
    constexpr int kLookMs = 1;
    poll(nullptr, 0, kLookMs);
    if (pages_.empty()) {
      if (!std::filesystem::exists(directory_ / "inputs")) continue;
      pages_ = run::open_pages(plan_, run::RunDirectory::join(directory_));
    }
    watch(faults, run::now_ns());
    const double share = static_cast<double>(produced()) / static_cast<double>(std::max<std::uint64_t>(1, records));
    if (next == faults.size() || share < faults[next].share) continue;
    strike(faults[next], effects_[next]);
    ++next;
  }
  return exit_code_;
}

void DrilledRun::strike(const Fault& fault, Effect& effect) {
  effect.at_ns = run::now_ns();
  effect.moved = moved(fault);
  effect.restarts = restarts();
  if (fault.replica == Fault::kLauncher) {
    effect.struck = true;
    return kill_launcher_and_resume();
  }
  const observe::Page& page = pages_[fault.replica];
  const auto victim = static_cast<pid_t>(page.stage().pid.get());
  if (victim <= 0 || page.phase() == observe::Phase::kDone) return;
  effect.struck = kill(victim, fault.frozen_for ? SIGSTOP : SIGKILL) == 0;
  if (!fault.frozen_for) return;
  effect.frozen = victim;
  effect.thaw_ns = run::later_ns(effect.at_ns, *fault.frozen_for);
}

void DrilledRun::kill_launcher_and_resume() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  start({"resume", directory_.string(), "--quiet", "--report", report_});
}

void DrilledRun::watch(const std::vector<Fault>& faults, std::int64_t now) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    Effect& effect = effects_[i];
    if (!effect.struck) continue;
    if (effect.frozen != 0 && now >= effect.thaw_ns) kill(std::exchange(effect.frozen, 0), SIGCONT);
    // The launcher's processes live a little longer than itself.
    if (faults[i].replica == Fault::kLauncher && restarts() == effect.restarts) effect.moved = produced();
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

std::uint64_t DrilledRun::restarts() const {
  std::uint64_t restarts = 0;
  for (const observe::Page& page : pages_) restarts += page.stage().restarts.get();
  return restarts;
}

std::uint64_t DrilledRun::moved(const Fault& fault) const {
  if (fault.replica == Fault::kLauncher) return produced();
  const observe::StageCells& cells = pages_[fault.replica].stage();
  return cells.records_in.get() + cells.records_out.get();
}

}  // namespace weir::cli
