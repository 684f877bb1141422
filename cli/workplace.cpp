#include "cli/workplace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <system_error>

namespace weir::cli {

namespace fs = std::filesystem;

namespace {

/// As it was chosen, also where there is no such folder.
fs::path folder() {
  const char* const chosen = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return chosen == nullptr || *chosen == '\0' ? "/tmp" : fs::absolute(chosen);
}

/// Whether nobody works there any more: who does holds the folder's lock.
bool is_abandoned(const fs::path& path) {
  const Descriptor place(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!place.is_open() || fstat(place.number(), &status) != 0 || status.st_uid != geteuid()) return false;
  constexpr std::time_t kFurnishing = 60;  // seconds, in which it may not be locked yet
  return std::time(nullptr) - status.st_mtime > kFurnishing && flock(place.number(), LOCK_EX | LOCK_NB) == 0;
}

/// Of those of the same verb that were killed.
void remove_abandoned(const std::string& prefix) {
  std::error_code ignored;
  for (fs::directory_iterator entry(folder(), ignored); entry != fs::directory_iterator(); entry.increment(ignored)) {
    if (entry->path().filename().string().starts_with(prefix) && is_abandoned(entry->path())) {
      fs::remove_all(entry->path(), ignored);
    }
  }
}

}  // namespace

Workplace::Workplace(const std::string& verb) {
  const std::string prefix = "weir-" + verb + "-";
  remove_abandoned(prefix);
  std::string path = folder() / (prefix + "XXXXXX");
  if (mkdtemp(path.data()) == nullptr) {
    throw std::runtime_error(verb + ": no place for its runs in '" + folder().string() +
                             "': " + std::generic_category().message(errno) + "; TMPDIR chooses another");
  }
  path_ = path;
  lock_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  flock(lock_.number(), LOCK_EX | LOCK_NB);
}

Workplace::~Workplace() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace weir::cli
