#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "link/batch.h"

namespace weir::link {

/// The answers of one sending replica and the memory of their records, used again and again. One thread.
/// Must outlive every receiver that may still read the records.
class AnswerPool {
 public:
  /// `pattern`: an empty block of the type that the replica emits.
  explicit AnswerPool(std::unique_ptr<Records> pattern) : pattern_(std::move(pattern)) {}

  /// An answer with empty records and nobody who needs it.
  Answer& take();

  /// The answer's records are not needed any more, although the answer may be.
  void release_records(Answer& answer);

  /// Nobody needs the answer any more.
  void release(Answer& answer);

 private:
  std::unique_ptr<Records> pattern_;
  std::deque<Answer> answers_;
  std::vector<Answer*> free_answers_;
  std::vector<std::unique_ptr<Records>> free_records_;
  const Records* latest_ = nullptr;  ///< taken
};

}  // namespace weir::link
