#include "bench/baselines/children.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace weir::bench {

namespace {

[[noreturn]] void be_child(pid_t parent, const std::function<void()>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it died before the kernel knew that this process goes with it
  try {
    work();
  } catch (const std::exception& error) {
    std::cerr << "weir: " << error.what() << std::endl;
    _exit(1);
  }
  _exit(0);  // what was there before the fork is the parent's to end
}

pid_t waitpid_uninterrupted(pid_t pid, int* status, int options) {
  for (;;) {
    const pid_t ended = waitpid(pid, status, options);
    if (ended >= 0 || errno != EINTR) return ended;
  }
}

}  // namespace

Children::~Children() {
  for (const pid_t pid : running_) {
    kill(pid, SIGKILL);
    waitpid_uninterrupted(pid, nullptr, 0);
  }
}

void Children::start(const std::function<void()>& work) {
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "can't fork");
  if (pid == 0) be_child(parent, work);
  running_.push_back(pid);
}

bool Children::have_ended() {
  reap(WNOHANG);
  return running_.empty();
}

void Children::wait() { reap(0); }

void Children::reap(int options) {
  std::vector<pid_t> left;
  std::string failure;
  for (const pid_t pid : running_) {
    int status = 0;
    if (waitpid_uninterrupted(pid, &status, options) == 0) {
      left.push_back(pid);
    } else if (WIFSIGNALED(status)) {
      failure = "a process of the baseline was ended by signal " + std::to_string(WTERMSIG(status));
    } else if (WEXITSTATUS(status) != 0) {
      failure = "a process of the baseline has failed";
    }
  }
  running_ = std::move(left);
  if (!failure.empty()) throw std::runtime_error(failure);
}

}  // namespace weir::bench
