#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hand_driven_run.h"
#include "run/call_stage.h"

namespace weir::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A producer "a" and a consumer "c"; `link` are keys of the queue between them.
std::string pair_with(const std::string& link, const std::string& more = "") {
  return "producers: {a: {type: scripted}}\nconsumers: {c: {type: kept}}\nqueues: {q: {from: a, to: c, " + link +
         "}}\n" + more;
}

const std::string kPatient = "capacity: 64, batch: {records: 4, linger: 1h}";

TEST(SourceLoop, AsksItsProducerOnlyOnceTheReceiversAreReady) {
  HandDrivenRun run(pair_with(kPatient));
  int calls = 0;
  run.stage<Scripted>("a[0]").make = [&calls](Scripted&, Emitter<v1::Number>&) { return ++calls > 0; };
  EXPECT_EQ(run.turn("a[0]"), Turn::kUnready);
  EXPECT_EQ(calls, 0);
  run.turn("c[0]");
  run.turn("a[0]");
  EXPECT_GT(calls, 0);
}

TEST(SourceLoop, NeedsNobodyWhoHadEndedBeforeItLivedAgain) {
  const auto is_b = [](std::uint32_t replica) { return replica == 1; };
  HandDrivenRun run(kChain, AcknowledgeWhen::kDone, false, {}, is_b);
  run.stage<Scripted>("a[0]").make = numbers(1000);
  for (int i = 0; i < 100; ++i) run.turn("a[0]");
  EXPECT_EQ(run.page("a[0]").stage().records_out.get(), 1000U);
  EXPECT_EQ(run.turn("a[0]"), Turn::kDone);
}

TEST(SourceLoop, BringsEveryRecordAndEnds) {
  for (const std::int64_t count : {0, 1, 4, 5, 1000}) {
    HandDrivenRun run(pair_with(kPatient));
    run.stage<Scripted>("a[0]").make = numbers(count);
    run.to_end();
    EXPECT_EQ(kept_values(run), first_numbers(static_cast<std::size_t>(count)));
    EXPECT_EQ(run.page("a[0]").stage().records_out.get(), static_cast<std::uint64_t>(count));
    EXPECT_EQ(run.stage<Kept>("c[0]").ends, 1);
  }
}

TEST(SourceLoop, CountsWhatTheLastCallEmitted) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = [](Scripted&, Emitter<v1::Number>& out) {
    for (int i = 0; i < 3; ++i) out.emit().set_value(i);
    return false;
  };
  run.to_end();
  EXPECT_THAT(kept_values(run), ElementsAre(0, 1, 2));
}

/// Emits `count` numbers at once and then waits for ever.
auto then_silence(std::int64_t count) {
  return [count](Scripted& self, Emitter<v1::Number>& out) {
    if (self.next < count) {
      out.emit().set_value(self.next++);
    } else {
      self.wait(std::chrono::steady_clock::time_point::max());
    }
    return true;
  };
}

TEST(SourceLoop, SendsWhatThereIsWhenItsProducerPauses) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = then_silence(6);
  run.settle();
  EXPECT_EQ(kept_values(run), first_numbers(6)) << "the batch was not full, and linger is an hour";
}

TEST(SourceLoop, WaitsAsLongAsItsProducerAsksTo) {
  HandDrivenRun run(pair_with(kPatient));
  const auto time = std::chrono::steady_clock::now() + std::chrono::hours(1);
  int calls = 0;
  run.stage<Scripted>("a[0]").make = [&](Scripted& self, Emitter<v1::Number>& out) {
    ++calls;
    out.emit().set_value(7);
    self.wait(time);
    return true;
  };
  run.settle();
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(kept_values(run), ElementsAre(7)) << "what it emitted does not wait";
  EXPECT_EQ(run.loop("a[0]").wake_ns(Turn::kStarved),
            std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

TEST(SourceLoop, AsksAProducerThatEmittedNothingSoonAgain) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = [](Scripted&, Emitter<v1::Number>&) { return true; };
  run.settle();
  const std::int64_t wake = run.loop("a[0]").wake_ns(Turn::kStarved);
  EXPECT_LE(wake, now_ns() + 1'000'000);
}

TEST(SourceLoop, LetsRecordsLingerForOthers) {
  for (const bool patient : {true, false}) {
    HandDrivenRun run(pair_with(patient ? kPatient : "capacity: 64, batch: {records: 4, linger: 0}"));
    std::uint64_t sent_before_the_second = 0;
    run.stage<Scripted>("a[0]").make = [&](Scripted& self, Emitter<v1::Number>& out) {
      if (self.next == 1) sent_before_the_second = run.page("a[0]").stage().records_out.get();
      out.emit().set_value(self.next++);
      return self.next < 20;
    };
    run.to_end();
    EXPECT_EQ(sent_before_the_second, patient ? 0U : 1U);
    EXPECT_EQ(kept_values(run), first_numbers(20));
  }
}

TEST(SourceLoop, SendsABatchThatIsFullOfBytes) {
  HandDrivenRun run(pair_with("capacity: 8192, batch: {records: 512, bytes: 120, linger: 1h}"));
  run.meet();
  Scripted& numbers = run.stage<Scripted>("a[0]");
  numbers.make = [](Scripted& self, Emitter<v1::Number>& out) {
    out.emit().set_value(self.next++);
    return true;
  };
  while (numbers.next < 10) run.turn("a[0]");
  run.turn("c[0]");
  // A number takes 12 bytes at most, so ten of them are a batch.
  const std::vector<std::int64_t> kept = kept_values(run);
  ASSERT_FALSE(kept.empty());
  EXPECT_EQ(kept.size() % 10, 0);
  EXPECT_EQ(kept, first_numbers(kept.size()));
}

TEST(SourceLoop, EndsAtItsLimitHoweverMuchACallEmits) {
  for (const std::uint64_t limit : {0U, 1U, 4U, 5U, 11U, 12U, 100U}) {
    HandDrivenRun run(pair_with(kPatient, "limit: " + std::to_string(limit) + "\n"));
    run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {
      for (int i = 0; i < 3; ++i) out.emit().set_value(self.next++);
      return true;
    };
    run.to_end();
    EXPECT_EQ(kept_values(run), first_numbers(limit));
    EXPECT_EQ(run.page("a[0]").stage().records_out.get(), limit);
  }
}

TEST(SourceLoop, EndsBeforeItsLimitWhereItsProducerDoes) {
  HandDrivenRun run(pair_with(kPatient, "limit: 100\n"));
  run.stage<Scripted>("a[0]").make = numbers(7);
  run.to_end();
  EXPECT_THAT(kept_values(run), SizeIs(7));
}

TEST(SourceLoop, KnowsItsTotalByProducerAndLimit) {
  const auto total = [](const std::string& more) {
    HandDrivenRun run(pair_with(kPatient, more));
    return run.page("a[0]").stage().total.get();
  };
  EXPECT_EQ(total(""), 0U);
  EXPECT_EQ(total("limit: 5\n"), 5U);
}

TEST(SourceLoop, StopsWhenItIsAskedTo) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = numbers(1'000'000'000);
  run.meet();
  for (int i = 0; i < 5; ++i) run.turn("a[0]");
  run.stop = true;
  run.to_end();
  const auto made = static_cast<std::size_t>(run.stage<Scripted>("a[0]").next);
  EXPECT_LT(made, 100'000U);
  EXPECT_EQ(kept_values(run), first_numbers(made)) << "all that was made arrives";
}

TEST(SourceLoop, StopsThoughItsProducerWaitsForEver) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = then_silence(3);
  EXPECT_FALSE(run.settle());
  run.stop = true;
  EXPECT_TRUE(run.settle());
  EXPECT_EQ(kept_values(run), first_numbers(3));
}

auto every_third_bad() {
  return [](Scripted& self, Emitter<v1::Number>& out) {
    const std::int64_t value = self.next++;
    out.emit().set_value(value);
    if (value % 3 == 2) {
      out.emit().set_value(-1);
      throw RecordError("line " + std::to_string(value));
    }
    return value < 30;
  };
}

TEST(SourceLoop, CountsRejectedRecordsAndTakesTheirOutputBack) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = every_third_bad();
  run.to_end();
  EXPECT_EQ(run.page("a[0]").stage().rejected.get(), 10U);
  EXPECT_THAT(kept_values(run), SizeIs(21));
  for (const std::int64_t value : kept_values(run)) EXPECT_NE(value % 3, 2);
}

TEST(SourceLoop, FailsAtTheFirstRejectedRecordWhereItIsToldTo) {
  HandDrivenRun run("producers: {a: {type: scripted, on_error: stop}}\nconsumers: {c: {type: kept}}\n");
  run.stage<Scripted>("a[0]").make = every_third_bad();
  try {
    run.to_end();
    FAIL() << "went on";
  } catch (const StageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("bad record, and on_error is 'stop': line 2"));
  }
  EXPECT_EQ(run.page("a[0]").stage().rejected.get(), 1U);
}

TEST(SourceLoop, SurvivesAProducerThatRejectsEverything) {
  HandDrivenRun run(pair_with(kPatient));
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>&) -> bool {
    if (++self.next == 1000) return false;
    throw RecordError("bad");
  };
  run.to_end();
  EXPECT_THAT(kept_values(run), IsEmpty());
  EXPECT_EQ(run.page("a[0]").stage().rejected.get(), 999U);
}

TEST(SourceLoop, SleepsThroughNoAcknowledgementThatComesWhileItProduces) {
  HandDrivenRun run(pair_with("capacity: 16, batch: {records: 2, linger: 1h}"));
  run.meet();
  Scripted& producer = run.stage<Scripted>("a[0]");
  producer.make = [](Scripted& self, Emitter<v1::Number>&) {
    self.wait(std::chrono::steady_clock::now());
    return true;
  };
  run.turn("a[0]");
  // While it produces the sixth batch, the receiver acknowledges the first four; sending the sixth takes the notice of
  // that off the socket, and with the eighth there is no room any more.
  producer.make = [&run](Scripted& self, Emitter<v1::Number>& out) {
    if (self.next == 10) {
      run.turn("c[0]");
      pass_two_milliseconds();
    }
    out.emit().set_value(self.next++);
    return true;
  };
  for (int i = 0; i < 3; ++i) run.turn("a[0]");
  EXPECT_GT(producer.next, 18);
}

TEST(SourceLoop, SendsUpToTheLimitWhatItsProducerHadEmittedWhenItDied) {
  HandDrivenRun run("limit: 3\n" + pair_with(kPatient));
  run.meet();
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) -> bool {
    for (int i = 0; i < 5; ++i) out.emit().set_value(self.next++);
    throw std::runtime_error("a broken wire");
  };
  EXPECT_THROW(run.turn("a[0]"), StageDied);
  run.revive("a[0]");
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(3));
}

}  // namespace
}  // namespace weir::run
