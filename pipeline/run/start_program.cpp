#include "run/start_program.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace weir::run {

namespace {

constexpr int kCannotExecute = 127;  // as a shell has it

bool redirect(int from, int to) { return to < 0 || dup2(to, from) >= 0; }

/// In the child; does not return.
[[noreturn]] void become(const char* file, char* const* arguments, pid_t parent, int out, int err) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  if (getppid() == parent && redirect(STDOUT_FILENO, out) && redirect(STDERR_FILENO, err)) {
    execv(file, arguments);
  }
  _exit(kCannotExecute);
}

pid_t start(const std::string& file, std::vector<std::string> words, const std::vector<std::string>& arguments, int out,
            int err) {
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "can't start a run");
  if (child == 0) become(file.c_str(), pointers.data(), parent, out, err);
  return child;
}

}  // namespace

pid_t start_program(const std::vector<std::string>& arguments, int out, int err) {
  return start("/proc/self/exe", {"weir"}, arguments, out, err);
}

pid_t start_program_in(const std::filesystem::path& file, const std::vector<std::string>& arguments, int out, int err) {
  return start(file, {file.filename()}, arguments, out, err);
}

}  // namespace weir::run
