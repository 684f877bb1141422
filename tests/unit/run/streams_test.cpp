#include "run/streams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const std::string kDiamond =
    "producers: {a: {type: scripted, replicas: 2}}\ntransformers: {b: {type: mapped}, c: {type: mapped}}\n"
    "consumers: {d: {type: kept}}\n";

TEST(Streams, KeepTheirNumbersAlongAChain) {
  const Streams streams = name_streams(plan_of(kChain));
  EXPECT_THAT(streams.renamed, IsEmpty());
  EXPECT_EQ(streams.count, 3U);
}

TEST(Streams, GetAnotherNumberOnTheSecondWayToAStage) {
  // Replicas 0 and 1 are a's, 2 is b, 3 is c, 4 is d.
  const topology::Plan plan = plan_of(kDiamond + "queues: {ab: a -> b, ac: a -> c, bd: b -> d, cd: c -> d}\n");
  const Streams streams = name_streams(plan);
  EXPECT_EQ(streams.count, 7U);
  EXPECT_THAT(streams.renamed, ElementsAre(Pair(Pair(3U, 2U), ElementsAre(Pair(0U, 5U), Pair(1U, 6U)))));
}

TEST(Streams, GetAnotherNumberThoughBothWaysAreOneLink) {
  const Streams streams = name_streams(plan_of(kDiamond + "queues: {ab: a -> b, ac: a -> c, d: '[b, c] -> d'}\n"));
  EXPECT_THAT(streams.renamed, ElementsAre(Pair(Pair(2U, 2U), ElementsAre(Pair(0U, 5U), Pair(1U, 6U)))));
}

TEST(Streams, GetAnotherNumberOnTheSecondOfTwoLinksBetweenTheSamePair) {
  const Streams streams = name_streams(
      plan_of("producers: {a: {type: scripted}}\nconsumers: {c: {type: kept}}\nqueues: {q: a -> c, r: a -> c}\n"));
  EXPECT_THAT(streams.renamed, ElementsAre(Pair(Pair(1U, 0U), ElementsAre(Pair(0U, 2U)))));
}

TEST(Streams, AreRefusedWhereTheWaysForkAndJoinTooOften) {
  std::string transformers = "transformers: {";
  std::string queues = "queues: {q: a -> t0";
  for (int i = 0; i < 24; ++i) {
    transformers += (i == 0 ? "t" : ", t") + std::to_string(i) + ": {type: mapped}";
    const std::string next = i == 23 ? "c" : "t" + std::to_string(i + 1);
    for (const char* way : {"x", "y"})
      queues += ", " + (way + std::to_string(i)) + ": t" + std::to_string(i) + " -> " + next;
  }
  const topology::Plan plan = plan_of("producers: {a: {type: scripted}}\n" + transformers +
                                      "}\nconsumers: {c: {type: kept}}\n" + queues + "}\n");
  EXPECT_THROW(name_streams(plan), std::length_error);
}

TEST(FlowOrder, PutsEachStageBehindAllThatFeedIt) {
  const topology::Plan plan = plan_of(
      "producers: {a: {type: scripted}, z: {type: scripted}}\n"
      "transformers: {last: {type: mapped}, b: {type: mapped}, c: {type: mapped}}\nconsumers: {d: {type: kept}}\n"
      "queues: {q: a -> b, r: b -> c, s: '[a, c, z] -> last', t: last -> d}\n");
  const std::vector<std::size_t> order = flow_order(plan);
  ASSERT_EQ(order.size(), plan.stages.size());
  const auto place = [&order](std::size_t stage) { return std::ranges::find(order, stage) - order.begin(); };
  for (const topology::LinkPlan& link : plan.links) {
    for (const std::size_t from : link.from) EXPECT_LT(place(from), place(link.to)) << link.name;
  }
}

}  // namespace
}  // namespace weir::run
