#include "link/answer_pool.h"

namespace weir::link {

Answer& AnswerPool::take() {
  if (free_answers_.empty()) free_answers_.push_back(&answers_.emplace_back());
  Answer& answer = *free_answers_.back();
  free_answers_.pop_back();
  // Answers are mostly alike in size, and a block that has to grow while it is filled moves what it holds.
  if (free_records_.empty()) free_records_.push_back(pattern_->make_another(latest_ == nullptr ? 0 : latest_->size()));
  answer.records = std::move(free_records_.back());
  latest_ = answer.records.get();
  free_records_.pop_back();
  answer.records->clear();
  answer.identity = {};
  answer.counted = false;
  answer.lost = 0;
  answer.has_origin = false;
  answer.holders = 0;
  return answer;
}

void AnswerPool::release_records(Answer& answer) {
  if (answer.records) free_records_.push_back(std::move(answer.records));
}

void AnswerPool::release(Answer& answer) {
  release_records(answer);
  free_answers_.push_back(&answer);
}

}  // namespace weir::link
