#include "run/begun_file.h"

#include <sys/stat.h>
#include <weir/behind_links.h>

#include <deque>
#include <system_error>
#include <vector>

#include "run/account.h"
#include "run/wiring.h"

namespace weir::run {

namespace fs = std::filesystem;

BegunFile::BegunFile(const topology::Plan& plan, const topology::WrittenFile& file, const RunDirectory& directory,
                     Pages& pages)
    : plan_(plan),
      directory_(directory),
      pages_(pages),
      replica_(topology::replicas_of(plan, file.stage).first),
      path_(behind_links(file.path)),
      part_(path_.native() + ".part") {}

bool BegunFile::was_made_by_others() const {
  std::error_code none;
  if (is_done() || !fs::is_regular_file(path_, none)) return false;
  const observe::StageCells& cells = pages_[replica_].stage();
  const bool has_started = cells.heartbeat_ns.get() != 0 || cells.started_ns.get() != 0 || cells.restarts.get() != 0;
  return !has_started || fs::exists(part_, none);
}

bool BegunFile::is_gone(std::int64_t began_s) const {
  std::error_code none;
  if (is_done() || fs::exists(part_, none)) return false;
  struct stat status {};
  if (stat(path_.c_str(), &status) == 0 && (!S_ISREG(status.st_mode) || status.st_mtime >= began_s)) return false;
  return has_committed();
}

bool BegunFile::has_committed() const {
  if (plan_.stages[plan_.replicas[replica_].stage].role != Role::kConsumer) return false;
  // The account sets its figures to what was committed; the pages are not to change, so it is given others.
  const ReplicaWiring wiring = wire(plan_, directory_.sockets())[replica_];
  std::deque<observe::Cell> cells(kept_figures(pages_[replica_], wiring).size());
  std::vector<observe::Cell*> figures;
  figures.reserve(cells.size());
  for (observe::Cell& cell : cells) figures.push_back(&cell);
  return !Account(directory_.account(replica_), figures).is_new();
}

bool BegunFile::is_done() const { return pages_[replica_].phase() == observe::Phase::kDone; }

}  // namespace weir::run
