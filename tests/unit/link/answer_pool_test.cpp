#include "link/answer_pool.h"

#include <gtest/gtest.h>
#include <weir/v1/payloads.pb.h>

namespace weir::link {
namespace {

using v1::Number;

RecordsOf<Number>& records_of(Answer& answer) { return static_cast<RecordsOf<Number>&>(*answer.records); }

TEST(AnswerPool, GivesOutAnEmptyAnswerThatNobodyNeeds) {
  AnswerPool pool(std::make_unique<RecordsOf<Number>>());
  const Answer& answer = pool.take();
  EXPECT_TRUE(answer.records->empty());
  EXPECT_EQ(answer.identity, Identity{});
  EXPECT_FALSE(answer.has_origin);
  EXPECT_EQ(answer.holders, 0U);
}

TEST(AnswerPool, UsesAReleasedAnswerAndItsRecordsAgainAsIfNew) {
  AnswerPool pool(std::make_unique<RecordsOf<Number>>());
  Answer& answer = pool.take();
  const Records* const records = answer.records.get();
  records_of(answer).append().set_value(7);
  answer.identity = {.stream = 3, .sequence = 4, .span = 1, .part = 2, .more = true};
  answer.has_origin = true;
  pool.release(answer);

  Answer& again = pool.take();
  EXPECT_EQ(&again, &answer);
  EXPECT_EQ(again.records.get(), records);
  EXPECT_TRUE(again.records->empty());
  EXPECT_EQ(again.identity, Identity{});
  EXPECT_FALSE(again.has_origin);
}

TEST(AnswerPool, NeverGivesTheSameOutTwice) {
  AnswerPool pool(std::make_unique<RecordsOf<Number>>());
  Answer& first = pool.take();
  Answer& second = pool.take();
  EXPECT_NE(&first, &second);
  EXPECT_NE(first.records.get(), second.records.get());
}

TEST(AnswerPool, UsesRecordsAgainBeforeTheirAnswerIsReleased) {
  AnswerPool pool(std::make_unique<RecordsOf<Number>>());
  Answer& waiting = pool.take();
  const Records* const records = waiting.records.get();
  pool.release_records(waiting);
  Answer& next = pool.take();
  EXPECT_NE(&next, &waiting);
  EXPECT_EQ(next.records.get(), records);
  pool.release(waiting);
  EXPECT_EQ(&pool.take(), &waiting);
}

}  // namespace
}  // namespace weir::link
