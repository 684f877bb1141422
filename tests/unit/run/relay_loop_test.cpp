#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RelayLoop, AnswersEveryBatch) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(10'000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) { out.emit().set_value(-value); };
  run.to_end();
  ASSERT_EQ(kept_values(run).size(), 10'000U);
  for (std::size_t i = 0; i < 10'000; ++i) ASSERT_EQ(kept_values(run)[i], -static_cast<std::int64_t>(i));
}

TEST(RelayLoop, IsReadyOnlyOnceAllBehindItAre) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run.turn("b[0]"), Turn::kUnready);
    EXPECT_EQ(run.turn("a[0]"), Turn::kUnready);
  }
  run.turn("c[0]");
  EXPECT_EQ(run.turn("b[0]"), Turn::kWorked);
  EXPECT_NE(run.turn("a[0]"), Turn::kUnready);
}

TEST(RelayLoop, MultipliesFiltersAndCounts) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(1000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
    for (std::int64_t i = 0; i < value % 3; ++i) out.emit().set_value(value);
  };
  run.to_end();
  EXPECT_EQ(kept_values(run).size(), 333U * 3);
  EXPECT_EQ(run.page("b[0]").stage().records_in.get(), 1000U);
  EXPECT_EQ(run.page("b[0]").stage().records_out.get(), 999U);
  EXPECT_EQ(run.page("b[0]").inlet(0).delivered.get(), 1000U);
  EXPECT_EQ(run.page("b[0]").outlet(0).accepted.get(), 999U);
}

TEST(RelayLoop, AnswersFarMoreThanTheNextLinkHolds) {
  HandDrivenRun run(kChain + "queues: {q: a -> b, r: {from: b, to: c, capacity: 8}}\n");
  run.stage<Scripted>("a[0]").make = numbers(3);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
    for (int i = 0; i < 5000; ++i) out.emit().set_value(value * 5000 + i);
  };
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(15'000));
}

TEST(RelayLoop, AcknowledgesThePartsOfANumberTogetherThoughTheyAreMoreThanItsLinksHold) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\ntransformers: {m: {type: mapped}, b: {type: mapped}}\n"
      "consumers: {c: {type: kept}}\n"
      "queues: {q: a -> m, r: {from: m, to: b, capacity: 8}, s: {from: b, to: c, capacity: 8}}\n",
      AcknowledgeWhen::kNobodyNeedsIt);
  run.stage<Scripted>("a[0]").make = numbers(3);
  run.stage<Mapped>("m[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
    for (int i = 0; i < 5000; ++i) out.emit().set_value(value * 5000 + i);
  };
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(15'000));
}

TEST(RelayLoop, EmitsAtTheEndWhatTheStageFinishesWith) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(3);
  run.stage<Mapped>("b[0]").at_end = [](Emitter<v1::Number>& out) {
    for (int i = 3; i < 2000; ++i) out.emit().set_value(i);
  };
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(2000));
  EXPECT_EQ(run.page("b[0]").stage().records_out.get(), 2000U);
}

TEST(RelayLoop, LeavesTheStateBeforeItsTailToALifeThatEmitsTheTailAgain) {
  HandDrivenRun run(kChain, AcknowledgeWhen::kIsKept);
  run.stage<Scripted>("a[0]").make = numbers(1'000);
  auto& stage = run.stage<Mapped>("b[0]");
  stage.map = [&](std::int64_t value, Emitter<v1::Number>& out) {
    stage.kept = std::to_string(value);
    out.emit().set_value(value);
  };
  stage.at_end = [&](Emitter<v1::Number>& out) {
    stage.kept = "nothing";
    out.emit().set_value(-1);
  };
  run.to_end();
  EXPECT_EQ(kept_values(run).back(), -1);
  observe::Cell& records_out = run.page("b[0]").stage().records_out;
  EXPECT_EQ(records_out.get(), 1'001U);
  const Account next_life(run.account_file("b[0]"), {&records_out});
  EXPECT_EQ(next_life.state(), "999");
  EXPECT_EQ(records_out.get(), 1'000U);
}

TEST(RelayLoop, FinishesThoughNothingEverCame) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(0);
  run.stage<Mapped>("b[0]").at_end = [](Emitter<v1::Number>& out) { out.emit().set_value(7); };
  run.to_end();
  EXPECT_THAT(kept_values(run), ElementsAre(7));
}

TEST(RelayLoop, CountsRejectedRecordsAndTakesTheirOutputBack) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(1000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
    out.emit().set_value(value);
    if (value % 10 == 0) throw RecordError("round");
  };
  run.to_end();
  EXPECT_EQ(kept_values(run).size(), 900U);
  const observe::InletCells& cells = run.page("b[0]").inlet(0);
  EXPECT_EQ(cells.delivered.get(), 900U);
  EXPECT_EQ(cells.rejected.get(), 100U);
  EXPECT_EQ(run.page("a[0]").outlet(0).accepted.get(), 1000U);
}

TEST(RelayLoop, FailsAtTheFirstRejectedRecordWhereItIsToldTo) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped, on_error: stop}}\n"
      "consumers: {c: {type: kept}}\n");
  run.stage<Scripted>("a[0]").make = numbers(1000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>&) {
    if (value == 3) throw RecordError("three");
  };
  EXPECT_THROW(run.to_end(), StageError);
  EXPECT_EQ(run.page("b[0]").stage().rejected.get(), 1U);
}

/// A chain whose first link has room for 8 records, in batches of 1.
const std::string kShort = kChain + "queues: {q: {from: a, to: b, capacity: 8}, r: b -> c}\n";

TEST(RelayLoop, AcknowledgesAtOnceWhatItIsDoneWith) {
  HandDrivenRun run(kShort, AcknowledgeWhen::kDone);
  run.meet();
  run.stage<Scripted>("a[0]").make = numbers(1000);
  for (int i = 0; i < 10; ++i) {
    run.turn("a[0]");
    run.turn("b[0]");
  }
  EXPECT_GT(run.page("a[0]").outlet(0).accepted.get(), 8U) << "though the consumer took nothing in";
}

TEST(RelayLoop, AcknowledgesNothingBeforeItsReceiverDid) {
  HandDrivenRun run(kShort, AcknowledgeWhen::kNobodyNeedsIt);
  run.meet();
  run.stage<Scripted>("a[0]").make = numbers(1000);
  for (int i = 0; i < 10; ++i) {
    run.turn("a[0]");
    run.turn("b[0]");
  }
  EXPECT_EQ(run.page("a[0]").outlet(0).accepted.get(), 32U) << "a producer is four times its capacity ahead";
  EXPECT_EQ(run.page("b[0]").stage().records_out.get(), 32U);
  for (int i = 0; i < 3; ++i) run.turn("c[0]");
  for (int i = 0; i < 10; ++i) {
    run.turn("b[0]");
    run.turn("a[0]");
  }
  EXPECT_EQ(run.page("a[0]").outlet(0).accepted.get(), 64U);
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(1000));
}

TEST(RelayLoop, TellsASenderInTimeThoughAnotherKeepsItBusy) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}, d: {type: scripted}}\ntransformers: {b: {type: mapped}}\n"
      "consumers: {c: {type: kept}}\nqueues: {q: {from: a, to: b, capacity: 8}, s: d -> b, r: b -> c}\n",
      AcknowledgeWhen::kNobodyNeedsIt);
  run.meet();
  run.stage<Scripted>("a[0]").make = numbers(1'000'000);
  run.stage<Scripted>("d[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {  // one at a time, without an end
    out.emit().set_value(self.next++);
    self.wait(std::chrono::steady_clock::now());
    return true;
  };
  for (int round = 0; round < 50; ++round) {
    for (const char* name : {"a[0]", "d[0]"}) run.turn(name);
    ASSERT_EQ(run.loop("b[0]").turn(), Turn::kWorked) << "or it had time for everybody";
    if (round % 10 == 9) run.turn("c[0]");  // so late that there is nothing of a's to tell along with it
    pass_two_milliseconds();
  }
  EXPECT_GT(run.page("a[0]").outlet(0).accepted.get(), 64U);
}

TEST(RelayLoop, NeedsNobodyWhoHadEndedBeforeItLivedAgain) {
  const auto is_c = [](std::uint32_t replica) { return replica == 2; };
  HandDrivenRun run(kShort, AcknowledgeWhen::kNobodyNeedsIt, false, {}, is_c);
  run.stage<Scripted>("a[0]").make = numbers(1000);
  EXPECT_NE(run.turn("b[0]"), Turn::kUnready);
  for (int i = 0; i < 500; ++i) {
    run.turn("a[0]");
    run.turn("b[0]");
  }
  EXPECT_EQ(run.page("b[0]").stage().records_out.get(), 1000U);
  EXPECT_EQ(run.turn("a[0]"), Turn::kDone) << "all of it is acknowledged";
  EXPECT_EQ(run.turn("b[0]"), Turn::kDone);
}

TEST(RelayLoop, AcknowledgesWhatItAnsweredByNothing) {
  HandDrivenRun run(kShort, AcknowledgeWhen::kNobodyNeedsIt);
  run.stage<Scripted>("a[0]").make = numbers(10'000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t, Emitter<v1::Number>&) {};
  run.to_end();
  EXPECT_THAT(kept_values(run), IsEmpty());
}

TEST(RelayLoop, SleepsThroughNoAcknowledgementThatComesWhileItFinishes) {
  HandDrivenRun run(kChain + "queues: {q: a -> b, r: {from: b, to: c, capacity: 16, batch: {records: 2}}}\n");
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
  run.stage<Mapped>("b[0]").at_end = [&run](Emitter<v1::Number>& out) {
    for (int i = 0; i < 3; ++i) run.turn("c[0]");
    pass_two_milliseconds();
    for (int i = 10; i < 100; ++i) out.emit().set_value(i);
  };
  run.meet();
  for (int i = 0; i < 3; ++i) {
    run.turn("a[0]");
    run.turn("b[0]");
  }
  over = true;
  run.turn("a[0]");
  run.turn("b[0]");
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(100));
}

}  // namespace
}  // namespace weir::run
