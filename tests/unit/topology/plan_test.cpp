#include "topology/plan.h"

#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;

TEST(Plan, HasTheDefaultsOfTheContract) {
  const Plan plan = good_plan({kChain});
  EXPECT_EQ(plan.name, "test");
  EXPECT_EQ(plan.topology, Topology::kThreads);
  EXPECT_EQ(plan.delivery, Delivery::kAtLeastOnce);
  EXPECT_EQ(plan.limit, std::nullopt);
  EXPECT_EQ(plan.rate, std::nullopt);
  EXPECT_EQ(plan.stages[1].replicas, 1U);
  EXPECT_EQ(plan.stages[1].on_error, OnError::kSkip);
  const LinkPlan& link = plan.links.front();
  EXPECT_EQ(link.capacity, 8192U);
  EXPECT_EQ(link.on_full, OnFull::kBlock);
  EXPECT_FALSE(link.ordered);
  EXPECT_EQ(link.batch.records, 512U);
  EXPECT_EQ(link.batch.bytes, 65'536U);
  EXPECT_EQ(link.batch.linger, std::chrono::milliseconds{1});
}

TEST(Plan, TakesAllThatAFileCanSay) {
  const Plan plan = good_plan({kChain + R"(name: 2nd_run
topology: processes
limit: 1e6
rate: 50k
delivery: at_most_once
queues:
  lines: {from: book, to: words, capacity: 4096, on_full: drop_oldest, ordered: true,
          batch: {records: 1, bytes: 8MiB, linger: 0}}
pipes:
  counts: words -> total
)"});
  EXPECT_EQ(plan.name, "2nd_run");
  EXPECT_EQ(plan.topology, Topology::kProcesses);
  EXPECT_EQ(plan.limit, 1'000'000U);
  EXPECT_EQ(plan.rate, 50'000U);
  EXPECT_EQ(plan.delivery, Delivery::kAtMostOnce);
  const LinkPlan& link = plan.links[0];
  EXPECT_EQ(link.capacity, 4096U);
  EXPECT_EQ(link.on_full, OnFull::kDropOldest);
  EXPECT_TRUE(link.ordered);
  EXPECT_EQ(link.batch.records, 1U);
  EXPECT_EQ(link.batch.bytes, 8U * 1024 * 1024);
  EXPECT_EQ(link.batch.linger, std::chrono::nanoseconds{0});
  EXPECT_EQ(plan.links[1].kind, LinkKind::kPipe);
}

TEST(Plan, IsCalledLikeTheFileWhereItCanBe) {
  EXPECT_EQ(plan_of({kChain}, "configs/quick start.v2.yaml").plan->name, "quick-start-v2");
  EXPECT_EQ(plan_of({kChain}, "/a/.hidden.yaml").plan->name, "hidden");
  EXPECT_EQ(plan_of({kChain}, "").plan->name, "pipeline");
  EXPECT_EQ(plan_of({kChain}, std::string(300, 'x') + ".yaml").plan->name, std::string(64, 'x'));
}

TEST(Plan, ListsEachValueOnceInTheOrderOfTheSections) {
  const Plan plan = good_plan({kChain});
  std::vector<std::string> paths;
  for (const ResolvedValue& value : plan.values) paths.push_back(value.path);
  EXPECT_EQ(std::vector(paths.begin(), paths.begin() + 8),
            (std::vector<std::string>{"version", "name", "topology", "limit", "rate", "delivery", "producers.book.type",
                                      "producers.book.replicas"}));
  EXPECT_EQ(paths.back(), "queues.words-total.batch.linger");
  std::ranges::sort(paths);
  EXPECT_EQ(std::ranges::adjacent_find(paths), paths.end());
}

TEST(Plan, SaysWhereEachValueComesFrom) {
  const Plan plan = good_plan({kChain + "limit: ${N}\n", {set("transformers.words.replicas", "2")}, {{"N", "5"}}});
  EXPECT_EQ(value_of(plan, "producers.book.type"), "lines from test.yaml:3:16");
  EXPECT_EQ(value_of(plan, "producers.book.with.skip"), "0 from default");
  EXPECT_EQ(value_of(plan, "limit"), "5 from environment N");
  EXPECT_EQ(value_of(plan, "transformers.words.replicas"), "2 from --set transformers.words.replicas");
  EXPECT_EQ(value_of(plan, "queues.words-total.from"), "words from the order of the stages");
}

TEST(Plan, IsTheSameForTheSameInputs) {
  const Plan first = good_plan({kChain});
  const Plan second = good_plan({kChain});
  ASSERT_EQ(first.values.size(), second.values.size());
  for (std::size_t i = 0; i < first.values.size(); ++i) {
    EXPECT_EQ(first.values[i].path, second.values[i].path);
    EXPECT_EQ(first.values[i].value, second.values[i].value);
  }
}

TEST(Plan, ReportsAllMistakesInTheOrderOfTheirPlaces) {
  EXPECT_THAT(mistakes_of({"version: 2\nlimit: x\n" + kChain.substr(11) + "zebra: 1\n"}),
              ElementsAre("test.yaml:1:10: 'version' must be 1, not '2'",
                          "test.yaml:2:8: 'limit' must be a count, such as 16, 10k or 1e6",
                          "test.yaml:9:1: unknown key 'zebra'"));
}

TEST(Plan, NamesEachEnumeratorAsTheFileDoes) {
  EXPECT_EQ(to_string(Topology::kThreads), "threads");
  EXPECT_EQ(to_string(Topology::kProcesses), "processes");
  EXPECT_EQ(to_string(LinkKind::kQueue), "queue");
  EXPECT_EQ(to_string(LinkKind::kPipe), "pipe");
  EXPECT_EQ(to_string(OnFull::kBlock), "block");
  EXPECT_EQ(to_string(OnFull::kDropNewest), "drop_newest");
  EXPECT_EQ(to_string(OnFull::kDropOldest), "drop_oldest");
  EXPECT_EQ(to_string(OnFull::kFail), "fail");
  EXPECT_EQ(to_string(OnError::kSkip), "skip");
  EXPECT_EQ(to_string(OnError::kStop), "stop");
  EXPECT_EQ(to_string(Delivery::kAtMostOnce), "at_most_once");
  EXPECT_EQ(to_string(Delivery::kAtLeastOnce), "at_least_once");
}

}  // namespace
}  // namespace weir::topology
