#pragma once

#include <weir/catalog.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "observe/report.h"
#include "run/run_directory.h"
#include "run/run_inputs.h"
#include "run/way_on.h"
#include "topology/plan.h"

namespace weir::run {

/// How a run is to be led.
struct LaunchOptions {
  std::optional<std::chrono::nanoseconds> stop_after;         ///< as if SIGTERM came then
  std::chrono::nanoseconds grace = std::chrono::seconds{10};  ///< what a drain may take
  std::optional<std::filesystem::path> run_directory;
  bool overwrite = false;  ///< what a run before has written
  bool progress = false;   ///< a live line on stderr
};

enum class Outcome {
  kCompleted,  ///< ended by itself
  kStopped,    ///< was asked to stop, and drained
  kFailed,
  kKilled,  ///< by a second SIGINT
};

/// How a run ended.
struct Ending {
  /// Where what the run needs to go on was left, for it did not end well; empty: nothing was left.
  std::filesystem::path kept_in;
  /// Of a run that broke off, and whose directory somebody counts on.
  std::optional<WayOn> way_on;
  Outcome outcome = Outcome::kCompleted;
  observe::Report report;
  /// A thread of this process hangs in its stage. Everything else is cleared away; leave by `_exit`, at once.
  bool hangs = false;
};

/// Runs a plan to its end. From the main thread, once in the life of a process. However it ends, no process, socket or
/// file of the run is left; but for one that failed, could go on, and has a directory that the user named, this stays.
/// Throws OutputExists (written_files.h), RunDirectoryError or another std::runtime_error when the run can't begin.
Ending launch(const topology::Plan& plan, RunInputs inputs, const Catalog& catalog, const LaunchOptions& options);

/// The same for a run whose launcher died, from `directory`, of the same plan as then, which must have no
/// `resume_problem`. Its replicas go on from what they had committed. Throws like `launch`; the directory then stays,
/// and so it does where the run breaks off again but could still go on.
Ending resume(const RunDirectory& directory, const topology::Plan& plan, RunInputs inputs, const Catalog& catalog,
              const LaunchOptions& options);

}  // namespace weir::run
