#include "support/child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <system_error>
#include <thread>
#include <utility>

#include "support/scratch_folder.h"

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

/// Pointers to texts, as C wants them: ended by a null.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

class SpawnFiles {
 public:
  explicit SpawnFiles(const Command& command) {
    constexpr mode_t kMode = 0600;
    constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
    posix_spawn_file_actions_init(&actions_);
    set(STDIN_FILENO, command.in, "/dev/null", O_RDONLY, 0);
    set(STDOUT_FILENO, command.out, command.out_file.c_str(), kWrite, kMode);
    set(STDERR_FILENO, command.err, command.err_file.c_str(), kWrite, kMode);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, command.folder.c_str());
  }
  SpawnFiles(const SpawnFiles&) = delete;
  SpawnFiles& operator=(const SpawnFiles&) = delete;
  ~SpawnFiles() { posix_spawn_file_actions_destroy(&actions_); }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void set(int number, std::optional<int> given, const char* path, int flags, mode_t mode) {
    if (given) {
      posix_spawn_file_actions_adddup2(&actions_, *given, number);
    } else {
      posix_spawn_file_actions_addopen(&actions_, number, path, flags, mode);
    }
  }

  posix_spawn_file_actions_t actions_{};
};

pid_t spawn(const Command& command) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment;
  for (const auto& [name, value] : command.environment) environment.push_back(name + "=" + value);
  const SpawnFiles files(command);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments.front().c_str(), files.get(), &attributes, pointers(arguments).data(),
                                 pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "can't start " + arguments.front());
  return pid;
}

/// False where the process still runs at the deadline.
bool ends_within(pid_t pid, std::chrono::milliseconds deadline) {
  const auto descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
  pollfd awaited{descriptor, POLLIN, 0};
  const int polled = poll(&awaited, 1, static_cast<int>(deadline.count()));
  close(descriptor);
  return polled == 1;
}

}  // namespace

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds deadline) {
  constexpr std::chrono::milliseconds kBetweenLooks{2};
  for (const auto end = Clock::now() + deadline; Clock::now() < end; std::this_thread::sleep_for(kBetweenLooks)) {
    if (condition()) return true;
  }
  return condition();
}

std::ostream& operator<<(std::ostream& stream, const Ended& ended) {
  return stream << "exit code " << ended.exit_code << ", signal " << ended.signal << ", after " << ended.took.count()
                << " s\n--- stdout\n"
                << ended.out.substr(0, 2000) << "\n--- stderr\n"
                << ended.err;
}

Child::Child(Command command) : command_(std::move(command)), began_(Clock::now()), pid_(spawn(command_)) {}

Child::Child(Child&& other) noexcept
    : command_(std::move(other.command_)), began_(other.began_), pid_(std::exchange(other.pid_, 0)) {}

Child::~Child() {
  if (pid_ == 0) return;
  signal_group(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Child::signal(int number) const { kill(pid_, number); }

void Child::signal_group(int number) const { kill(-pid_, number); }

bool Child::has_ended() const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
}

std::uintmax_t Child::printed() const {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(command_.out_file, missing);
  return missing ? 0 : bytes;
}

std::string Child::err() const { return content_of(command_.err_file); }

Ended Child::wait(std::chrono::milliseconds deadline) {
  const bool in_time = ends_within(pid_, deadline);
  if (!in_time) signal_group(SIGKILL);
  int status = 0;
  waitpid(std::exchange(pid_, 0), &status, 0);
  Ended ended;
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.out = content_of(command_.out_file);
  ended.err = err();
  ended.took = Clock::now() - began_;
  EXPECT_TRUE(in_time) << "had to be killed: " << ended;
  return ended;
}

}  // namespace weir
