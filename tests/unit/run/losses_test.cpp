#include "run/losses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hand_driven_run.h"

// A producer that can't make again what an earlier life of it has sent.
namespace weir::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<Cuts::Cut> kSent{{3, 100, {}, false}, {4, 200, {}, false}};

TEST(Losses, AreToldToEveryStageBehindTheProducer) {
  for (const AcknowledgeWhen when : {AcknowledgeWhen::kDone, AcknowledgeWhen::kNobodyNeedsIt}) {
    HandDrivenRun run(kChain, when, true, kSent);
    run.stage<Scripted>("a[0]").make = numbers(5);
    run.to_end();
    EXPECT_THAT(run.stage<Mapped>("b[0]").missed, ElementsAre(3, 4));
    EXPECT_THAT(run.stage<Kept>("c[0]").missed, ElementsAre(3, 4));
    EXPECT_EQ(kept_values(run), first_numbers(5)) << "and what is new comes as ever";
  }
}

TEST(Losses, AreKnownToTheNextLifeOnceOthersMayHaveTheRecords) {
  HandDrivenRun run(kChain, AcknowledgeWhen::kNobodyNeedsIt, false, kSent);
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {
    if (self.next < 5) out.emit().set_value(self.next++);
    return true;
  };
  std::uint64_t received = 0;
  run.stage<Mapped>("b[0]").map = [&](std::int64_t, Emitter<v1::Number>&) { ++received; };
  run.meet();
  while (received < 5) {
    run.turn("a[0]");
    run.turn("b[0]");
  }
  Cuts next_life(run.cuts_file("a[0]"), {}, Durability::kProcess);
  std::uint64_t known = 0;
  for (; next_life.next_again() != nullptr; next_life.pop_again()) known += next_life.next_again()->records;
  EXPECT_EQ(known, 3 + 4 + 5);
}

TEST(Losses, LeaveNobodyWaitingOnAnOrderedLink) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped, replicas: 3}}\n"
      "consumers: {c: {type: kept}}\nqueues: {q: a -> b, r: {from: b, to: c, ordered: true}}\n",
      AcknowledgeWhen::kNobodyNeedsIt, false, kSent);
  run.stage<Scripted>("a[0]").make = numbers(2000);
  run.to_end();
  EXPECT_THAT(run.stage<Kept>("c[0]").missed, ElementsAre(3, 4));
  EXPECT_EQ(kept_values(run), first_numbers(2000));
}

TEST(Losses, AreNoneWhereNothingWasSent) {
  HandDrivenRun run(kChain);
  run.stage<Scripted>("a[0]").make = numbers(5);
  run.to_end();
  EXPECT_THAT(run.stage<Kept>("c[0]").missed, IsEmpty());
}

}  // namespace
}  // namespace weir::run
