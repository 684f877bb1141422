#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Loaded into a program before the C library: one call of a function fails, as a full or broken disk makes it, or a
// limit. WEIR_FAILING_CALL says which: "FUNCTION N ERROR" is the N-th call of FUNCTION in a process, which sets errno
// to ERROR; 0 lets a write take half of its bytes, -1 kills the process at that point. WEIR_FAILED_CALL names a file
// that is made where that has happened.
namespace {

constexpr int kTakesHalf = 0;
constexpr int kKills = -1;

struct FailingCall {
  FailingCall() {
    const char* const text = std::getenv("WEIR_FAILING_CALL");
    if (text == nullptr || std::sscanf(text, "%31s %d %d", function, &calls_left, &error) != 3) calls_left = 0;
  }

  char function[32] = "";
  int calls_left = 0;
  int error = 0;
};

/// Whether this call is the one.
bool is_it(std::string_view function) {
  static FailingCall failing;
  static std::atomic<int> calls_left{failing.calls_left};
  if (function != failing.function || --calls_left != 0) return false;
  const char* const made = std::getenv("WEIR_FAILED_CALL");
  if (made != nullptr) close(static_cast<int>(syscall(SYS_openat, AT_FDCWD, made, O_CREAT | O_WRONLY, 0600)));
  if (failing.error == kKills) std::raise(SIGKILL);
  errno = failing.error;
  return true;
}

/// Pipes, sockets and what the program says are left alone, and so is its log: a run goes on without.
bool is_file(int descriptor) {
  struct stat status {};
  if (descriptor <= STDERR_FILENO || fstat(descriptor, &status) != 0) return false;
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return false;
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  char path[PATH_MAX] = "";
  return readlink(link.c_str(), path, sizeof path - 1) > 0 && !std::string_view(path).ends_with("/log");
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): those of the C library are reserved names.
extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const bool fails = is_file(descriptor) && is_it("write");
  if (fails && errno != kTakesHalf) return -1;
  return real<decltype(write)>("write")(descriptor, bytes, fails ? (size + 1) / 2 : size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  const bool fails = is_file(descriptor) && is_it("pwrite");
  if (fails && errno != kTakesHalf) return -1;
  return real<decltype(pwrite)>("pwrite")(descriptor, bytes, fails ? (size + 1) / 2 : size, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  return is_file(descriptor) && is_it("writev") ? -1 : real<decltype(writev)>("writev")(descriptor, parts, count);
}

int fdatasync(int descriptor) {
  return is_file(descriptor) && is_it("fdatasync") ? -1 : real<decltype(fdatasync)>("fdatasync")(descriptor);
}

int fsync(int descriptor) {
  return is_file(descriptor) && is_it("fsync") ? -1 : real<decltype(fsync)>("fsync")(descriptor);
}

int ftruncate(int descriptor, off_t size) noexcept {
  return is_file(descriptor) && is_it("ftruncate") ? -1 : real<decltype(ftruncate)>("ftruncate")(descriptor, size);
}

int rename(const char* from, const char* to) noexcept {
  return is_it("rename") ? -1 : real<decltype(rename)>("rename")(from, to);
}

int remove(const char* path) noexcept { return is_it("remove") ? -1 : real<decltype(remove)>("remove")(path); }

int posix_spawn(pid_t* child, const char* path, const posix_spawn_file_actions_t* files,
                const posix_spawnattr_t* attributes, char* const arguments[], char* const environment[]) {
  if (is_it("posix_spawn")) return errno;
  return real<decltype(posix_spawn)>("posix_spawn")(child, path, files, attributes, arguments, environment);
}

int posix_fallocate(int descriptor, off_t offset, off_t size) {
  if (is_it("posix_fallocate")) return errno;
  return real<decltype(posix_fallocate)>("posix_fallocate")(descriptor, offset, size);
}

}  // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name): what follows is our own
