#pragma once

#include <filesystem>

#include "run/report_builder.h"
#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// A file that a stage of a dead run writes, as it is found again. A stage like the built-in ones writes to PATH.part,
/// which becomes PATH when it is whole; one of the user's may write PATH itself. The references must outlive this.
class BegunFile {
 public:
  BegunFile(const topology::Plan& plan, const topology::WrittenFile& file, const RunDirectory& directory, Pages& pages);

  /// There was no such file when the run began, and it was not the stage that made it.
  bool was_made_by_others() const;

  /// What the stage had written and counts on is no longer there. `began_s`: since when the file may be its own.
  bool is_gone(std::int64_t began_s) const;

  const std::filesystem::path& part() const { return part_; }

 private:
  /// Whether the stage has committed anything, and so goes on in what it had written.
  bool has_committed() const;
  bool is_done() const;

  const topology::Plan& plan_;
  const RunDirectory& directory_;
  Pages& pages_;
  std::size_t replica_;  ///< that writes it
  std::filesystem::path path_;
  std::filesystem::path part_;
};

}  // namespace weir::run
