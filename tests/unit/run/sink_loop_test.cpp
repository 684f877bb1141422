#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

TEST(SinkLoop, GreetsBeforeAnythingElse) {
  HandDrivenRun run(kChain);
  EXPECT_EQ(run.turn("c[0]"), Turn::kWorked);
  EXPECT_EQ(run.turn("c[0]"), Turn::kStarved);
  EXPECT_GT(run.loop("c[0]").wake_ns(Turn::kStarved), now_ns());
}

TEST(SinkLoop, CountsRejectedRecordsAsNotDelivered) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(100);
  Kept& sink = run.stage<Kept>("c[0]");
  sink.check = [](std::int64_t value) {
    if (value % 4 == 0) throw RecordError("by four");
  };
  run.to_end();
  EXPECT_EQ(sink.values.size(), 75U);
  const observe::InletCells& cells = run.page("c[0]").inlet(0);
  EXPECT_EQ(cells.delivered.get(), 75U);
  EXPECT_EQ(cells.rejected.get(), 25U);
  EXPECT_EQ(run.page("b[0]").outlet(0).accepted.get(), 100U);
}

TEST(SinkLoop, FailsAtTheFirstRejectedRecordWhereItIsToldTo) {
  HandDrivenRun run("producers: {a: {type: scripted}}\nconsumers: {c: {type: kept, on_error: stop}}\n");
  run.stage<Scripted>("a[0]").make = numbers(100);
  run.stage<Kept>("c[0]").check = [](std::int64_t) { throw RecordError("no"); };
  EXPECT_THROW(run.to_end(), StageError);
  EXPECT_EQ(run.stage<Kept>("c[0]").ends, 0);
}

TEST(SinkLoop, AcknowledgesNothingThatItHasNotCommitted) {
  HandDrivenRun run(kChain, AcknowledgeWhen::kNobodyNeedsIt, true);
  run.stage<Scripted>("a[0]").make = numbers(100);
  Kept& sink = run.stage<Kept>("c[0]");
  bool is_full = true;
  sink.before_commit = [&is_full] {
    if (is_full) throw StageError("the disk is full");
  };
  EXPECT_THROW(run.to_end(), StageError);
  run.loop("c[0]").flush();
  for (int turns = 0; turns < 10; ++turns) {
    run.turn("b[0]");
    EXPECT_NE(run.turn("a[0]"), Turn::kDone) << "what was not committed was acknowledged";
  }
  is_full = false;
  run.to_end();
  EXPECT_EQ(sink.values.size(), 100U);
}

TEST(SinkLoop, FinishesOnceAndOnlyAtTheEnd) {
  HandDrivenRun run(kChain);
  bool over = false;
  run.stage<Scripted>("a[0]").make = [&over](Scripted& self, Emitter<v1::Number>& out) {
    if (over) return false;
    if (self.next < 10) {
      out.emit().set_value(self.next++);
    } else {
      self.wait(std::chrono::steady_clock::now());
    }
    return true;
  };
  EXPECT_FALSE(run.settle());
  EXPECT_EQ(run.stage<Kept>("c[0]").values.size(), 10U);
  EXPECT_EQ(run.stage<Kept>("c[0]").ends, 0);
  over = true;
  run.to_end();
  EXPECT_EQ(run.stage<Kept>("c[0]").ends, 1);
}

TEST(SinkLoop, MeasuresLatencyOfWhatCame) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(100);
  run.to_end();
  EXPECT_EQ(run.page("c[0]").inlet(0).latency.records(), 100U);
  EXPECT_EQ(run.page("c[0]").stage().end_to_end.records(), 100U);
  EXPECT_GT(run.page("c[0]").stage().first_ns.get(), 0U);
  EXPECT_GE(run.page("c[0]").stage().last_ns.get(), run.page("a[0]").stage().first_ns.get());
}

}  // namespace
}  // namespace weir::run
