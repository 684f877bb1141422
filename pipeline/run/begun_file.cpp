#include "run/begun_file.h"

#include <sys/stat.h>

#include <system_error>

#include "run/account.h"
#include "run/wiring.h"

namespace weir::run {

namespace {

namespace fs = std::filesystem;

/// A link is written where it leads to.
fs::path behind_link(const fs::path& path) {
  std::error_code none;
  return fs::is_symlink(path, none) && fs::exists(path, none) ? fs::canonical(path, none) : path;
}

}  // namespace

BegunFile::BegunFile(const topology::Plan& plan, const topology::WrittenFile& file, const RunDirectory& directory,
                     Pages& pages)
    : plan_(plan),
      directory_(directory),
      pages_(pages),
      replica_(topology::replicas_of(plan, file.stage).first),
      path_(behind_link(file.path)),
      part_(path_.native() + ".part") {}

bool BegunFile::is_anothers() const {
  std::error_code none;
  if (is_done() || !fs::is_regular_file(path_, none)) return false;
  if (fs::exists(part_, none)) return true;
  return !goes_on() && !fs::is_empty(path_, none);  // an empty one may be published without a commit
}

bool BegunFile::is_gone(std::int64_t began_s) const {
  std::error_code none;
  if (is_done() || fs::exists(part_, none)) return false;
  struct stat status {};
  if (stat(path_.c_str(), &status) == 0 && (!S_ISREG(status.st_mode) || status.st_mtime >= began_s)) return false;
  return goes_on();
}

bool BegunFile::goes_on() const {
  const ReplicaWiring wiring = wire(plan_, directory_.sockets())[replica_];
  return !Account(directory_.account(replica_), kept_figures(pages_[replica_], wiring)).is_new();
}

bool BegunFile::is_done() const { return pages_[replica_].phase() == observe::Phase::kDone; }

}  // namespace weir::run
