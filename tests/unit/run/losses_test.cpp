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
