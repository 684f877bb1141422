#include "run/home_of_runs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "run/run_directory.h"

namespace weir::run {

namespace fs = std::filesystem;

namespace {

std::string reason() { return std::generic_category().message(errno); }

[[noreturn]] void refuse_home(const fs::path& home, const std::string& why) {
  throw RunDirectoryError("no place for runs in '" + home.string() + "': " + why +
                          "; WEIR_RUNTIME_DIR chooses another");
}

}  // namespace

fs::path plain(const fs::path& path) {
  fs::path absolute = fs::absolute(path).lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

std::string trust_problem(const fs::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return reason();
  if (!S_ISDIR(status.st_mode)) return "is no directory";
  if (status.st_uid != geteuid()) return "belongs to another user";
  if ((status.st_mode & 0077) != 0) return "must not be accessible to others (chmod 700)";
  return {};
}

fs::path home_of_runs() {
  if (const char* chosen = std::getenv("WEIR_RUNTIME_DIR"); chosen != nullptr && *chosen != '\0') {
    return plain(chosen);
  }
  const bool has_memory = access("/dev/shm", W_OK) == 0;
  return (has_memory ? "/dev/shm/weir-" : "/tmp/weir-") + std::to_string(geteuid());
}

fs::path make_home_of_runs() {
  fs::path home = home_of_runs();
  std::error_code ignored;
  fs::create_directories(home.parent_path(), ignored);
  if (mkdir(home.c_str(), 0700) != 0 && errno != EEXIST) refuse_home(home, reason());
  if (const std::string problem = trust_problem(home); !problem.empty()) refuse_home(home, problem);
  return home;
}

Descriptor lock_home(const fs::path& home) {
  struct stat status {};
  if (lstat(home.c_str(), &status) != 0 && errno == ENOENT) return {};
  // Else what stands there may be somebody else's word.
  if (const std::string problem = trust_problem(home); !problem.empty()) refuse_home(home, problem);
  Descriptor lock(open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.is_open()) refuse_home(home, reason());
  while (flock(lock.number(), LOCK_EX) != 0) {
    if (errno != EINTR) refuse_home(home, reason());
  }
  return lock;
}

}  // namespace weir::run
