#include "run/process_host.h"

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace weir::run {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Signals as a stage process wants them from its first instruction on: those that the launcher takes for it are held
/// back until it listens, and nothing is ignored that it did not choose to ignore.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t held_back;
    sigemptyset(&held_back);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&held_back, signal);
    sigset_t as_usual;
    sigemptyset(&as_usual);
    sigaddset(&as_usual, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes_, &held_back);
    posix_spawnattr_setsigdefault(&attributes_, &as_usual);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// The lock of the run directory goes along; every other descriptor of weir is closed.
class SpawnFiles {
 public:
  explicit SpawnFiles(int lock) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, lock, lock);
  }
  SpawnFiles(const SpawnFiles&) = delete;
  SpawnFiles& operator=(const SpawnFiles&) = delete;
  ~SpawnFiles() { posix_spawn_file_actions_destroy(&actions_); }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

}  // namespace

ProcessHost::ProcessHost(const topology::Plan& plan, const RunDirectory& directory)
    : plan_(plan), directory_(directory) {}

ProcessHost::~ProcessHost() {
  kill_all();
  for (const Child& child : children_) {
    if (!child.ended) waitpid(child.pid, nullptr, 0);
  }
}

void ProcessHost::start(const std::function<bool(std::size_t)>& has_work) {
  for (std::size_t process = 1; process < plan_.processes.size(); ++process) {
    if (has_work(process)) children_.push_back({process, spawn(process)});
  }
}

void ProcessHost::start_again(std::size_t process) {
  Child& child = *std::ranges::find(children_, process, &Child::process);
  child = {process, spawn(process)};
}

pid_t ProcessHost::spawn(std::size_t process) const {
  const SpawnAttributes attributes;
  const SpawnFiles files(directory_.lock_descriptor());
  std::string program = "weir";
  std::string verb = "stage";
  std::string name = plan_.processes[process].name;
  std::string directory = directory_.path().string();
  const std::array<char*, 5> arguments{program.data(), verb.data(), name.data(), directory.data(), nullptr};
  pid_t pid = 0;
  const int error = posix_spawn(&pid, "/proc/self/exe", files.get(), attributes.get(), arguments.data(), environ);
  if (error != 0) throw std::system_error(error, std::generic_category(), "can't start the process '" + name + "'");
  return pid;
}

void ProcessHost::stop() { signal_all(SIGTERM); }

void ProcessHost::kill_all() { signal_all(SIGKILL); }

void ProcessHost::kill(std::size_t process) {
  const auto child = std::ranges::find(children_, process, &Child::process);
  if (child != children_.end() && !child->ended) ::kill(child->pid, SIGKILL);
}

void ProcessHost::signal_all(int signal) {
  for (const Child& child : children_) {
    if (!child.ended) ::kill(child.pid, signal);
  }
}

std::optional<ProcessHost::Ended> ProcessHost::reap() {
  for (Child& child : children_) {
    int status = 0;
    rusage usage{};
    if (child.ended || wait4(child.pid, &status, WNOHANG, &usage) != child.pid) continue;
    child.ended = true;
    cpu_s_ += seconds(usage.ru_utime) + seconds(usage.ru_stime);
    return Ended{child.process, status};
  }
  return std::nullopt;
}

bool ProcessHost::all_ended() const { return std::ranges::all_of(children_, &Child::ended); }

std::string describe_ending(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    const char* const name = strsignal(signal);  // NOLINT(concurrency-mt-unsafe): glibc has a buffer for each thread
    return "was killed by signal " + std::to_string(signal) + " (" + name + ")";
  }
  if (WEXITSTATUS(status) == 0) return {};
  return "ended with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace weir::run
