#pragma once

#include <weir/engine.h>

#include <cstdint>
#include <string>

#include "link/arrival.h"
#include "observe/page.h"
#include "observe/repeated_error.h"

namespace weir::run {

/// What becomes of records that a stage refuses: counted, sampled into the log, and where the configuration says
/// `on_error: stop`, the end of the run; and of batches of which it dies again and again. One thread.
class RecordRejections final : public Rejections {
 public:
  /// `page` must outlive this. `who`: the replica, for the log. `stops`, `skips_poison`: as the configuration says.
  RecordRejections(std::string who, bool stops, observe::Page& page, bool skips_poison = false);

  /// Throws StageError where the configuration says stop.
  void reject(const RecordError& error) override;

  /// The stage must not see the batch again: it is written into the folder `dead`, and counts as rejected. Throws
  /// StageError unless the configuration says `on_poison: skip`, or when it can't be written.
  void reject_batch(const link::Arrival& arrival);

  std::uint64_t count() const { return page_.stage().rejected.get(); }

  /// So many of the latest are counted already, by an earlier life of the replica.
  void forget(std::uint64_t rejected) { page_.stage().rejected.set(count() - rejected); }

  /// Logs how often what was repeated.
  void log_summary();

 private:
  std::string who_;
  bool stops_;
  bool skips_poison_;
  observe::Page& page_;
  observe::RepeatedErrors repeated_;
};

}  // namespace weir::run
