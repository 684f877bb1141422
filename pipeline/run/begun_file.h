#pragma once

#include <filesystem>

#include "run/report_builder.h"
#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// A file that a stage of a dead run writes, as it is found again. A stage like the built-in ones writes to PATH.part,
/// which becomes PATH when it is whole; one of the user's may write PATH itself. Looked at while nothing of the run
/// lives; the references must outlive this.
class BegunFile {
 public:
  BegunFile(const topology::Plan& plan, const topology::WrittenFile& file, const RunDirectory& directory, Pages& pages);

  /// Somebody else has made the file that the stage has not published yet, in a place where there was none.
  bool is_anothers() const;

  /// What the stage had written and counts on is no longer there. `began_s`: since when the file may be its own.
  bool is_gone(std::int64_t began_s) const;

  const std::filesystem::path& part() const { return part_; }

 private:
  /// Whether the stage has committed anything, so that it goes on in what it had written.
  bool goes_on() const;
  bool is_done() const;

  const topology::Plan& plan_;
  const RunDirectory& directory_;
  Pages& pages_;
  std::size_t replica_;  ///< that writes it
  std::filesystem::path path_;
  std::filesystem::path part_;
};

}  // namespace weir::run
