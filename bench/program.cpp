#include "bench/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <system_error>

#include "bench/errors.h"
#include "run/clock.h"
#include "run/start_program.h"

namespace weir::bench {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

Descriptor new_file(const std::filesystem::path& path) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.number() < 0) fail("can't keep what a run prints");
  return file;
}

std::string text_in(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

double seconds(const timeval& time) {
  constexpr double kMicrosecond = 1e-6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicrosecond;
}

/// A run that is asked to stop and then interrupted leaves nothing behind; one that does not listen is killed.
void end(pid_t child) {
  constexpr int kMostLooks = 500;
  constexpr int kLookMs = 10;
  kill(child, SIGTERM);
  kill(child, SIGINT);
  for (int look = 0; look < kMostLooks; ++look) {
    if (waitpid(child, nullptr, WNOHANG) == child) return;
    poll(nullptr, 0, kLookMs);
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

}  // namespace

std::string last_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  const std::size_t before = text.rfind('\n');
  return before == std::string::npos ? text : text.substr(before + 1);
}

Ended Program::run(const std::vector<std::string>& arguments) {
  return run_child([&arguments](int out, int err) { return run::start_program(arguments, out, err); });
}

Ended Program::run_in(const std::filesystem::path& file, const std::vector<std::string>& arguments) {
  return run_child([&](int out, int err) { return run::start_program_in(file, arguments, out, err); });
}

template <class Start>
Ended Program::run_child(const Start& start) {
  if (signals_.asks_to_end()) throw Interrupted();
  const Descriptor out = new_file(folder_ / "out");
  const Descriptor err = new_file(folder_ / "err");

  const std::int64_t began = run::now_ns();
  const pid_t child = start(out.number(), err.number());
  try {
    wait_for_end(child);
  } catch (...) {
    end(child);
    throw;
  }
  Ended ended;
  rusage usage{};
  int status = 0;
  if (wait4(child, &status, 0, &usage) != child) fail("can't wait for a run");
  ended.elapsed_s = static_cast<double>(run::now_ns() - began) / run::kNsPerSecond;
  ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  ended.context_switches = static_cast<std::uint64_t>(usage.ru_nvcsw + usage.ru_nivcsw);
  ended.out = text_in(folder_ / "out");
  ended.err = text_in(folder_ / "err");
  return ended;
}

/// Until the child is dead; it is not reaped.
void Program::wait_for_end(pid_t child) const {
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  if (process.number() < 0) fail("can't watch a run");
  std::array<pollfd, 2> awaited{{{process.number(), POLLIN, 0}, {signals_.descriptor(), POLLIN, 0}}};
  for (;;) {
    poll(awaited.data(), awaited.size(), -1);
    if (signals_.asks_to_end()) throw Interrupted();
    if ((awaited[0].revents & POLLIN) != 0) return;
  }
}

}  // namespace weir::bench
