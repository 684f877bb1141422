#pragma once

#include <stdexcept>

#include "run/report_builder.h"
#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// A file that a stage would write is there already. The text is a sentence for the user.
class OutputExists : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// For others, who are not to write what this run has begun and could go on with.
void note_written_files(const topology::Plan& plan, const RunDirectory& directory);

/// Throws OutputExists where a new run would replace a file that is there, or one that another run has begun.
void refuse_what_is_there(const topology::Plan& plan);

/// Throws OutputExists where a run that is taken up would replace what somebody else has put where one of its stages
/// has not published its file yet. Of a run that began without `--overwrite`: there was nothing then.
void refuse_what_was_put_there(const topology::Plan& plan, const RunDirectory& directory, Pages& pages);

}  // namespace weir::run
