#include <gtest/gtest.h>

#include "planning.h"

namespace weir::topology {
namespace {

/// Whether the process called so can be restarted, with what is laid over `kStateless`.
bool restarts(const std::string& process, std::vector<Override> overrides, const std::string& more = "") {
  overrides.push_back(set("topology", "processes"));
  const Plan plan = good_plan({kStateless + more, std::move(overrides)});
  const auto found = std::ranges::find(plan.processes, process, &ProcessPlan::name);
  return can_restart(plan, static_cast<std::size_t>(found - plan.processes.begin()));
}

const std::string kLinks = "queues: {q: {from: from, to: again}, r: {from: again, to: total}}\n";

TEST(Restarts, AreForProcessesWhoseStagesPassOnWhatTheyKeep) {
  EXPECT_TRUE(restarts("again[0]", {}));
  EXPECT_TRUE(restarts("again[2]", {set("transformers.again.replicas", "3")}));
  EXPECT_TRUE(restarts("from[0]", {}));
  EXPECT_TRUE(restarts("total[0]", {}));
  EXPECT_FALSE(restarts("weir", {}));
}

TEST(Restarts, AreForGroupsOfNothingElse) {
  EXPECT_TRUE(
      restarts("workers", {set("transformers.again.process", "workers"), set("consumers.total.process", "workers")}));
  EXPECT_FALSE(restarts("workers", {set("transformers.again.process", "workers"),
                                    set("producers.from.process", "workers"), set("producers.from.restart", "never")}));
}

TEST(Restarts, AreNotWhereTheyAreNotWanted) {
  EXPECT_FALSE(restarts("again[0]", {set("transformers.again.restart", "never")}));
}

TEST(Restarts, UnderAtMostOnceAskOnlyThatNobodyWaitsForWhatIsLost) {
  const Override at_most_once = set("delivery", "at_most_once");
  EXPECT_TRUE(restarts("again[0]", {at_most_once}, kLinks));
  EXPECT_TRUE(restarts("again[0]", {at_most_once, set("queues.r.on_full", "drop_oldest")}, kLinks));
  EXPECT_FALSE(restarts("again[0]", {at_most_once, set("queues.r.ordered", "true")}, kLinks));
}

TEST(Restarts, AreNotWhereALinkWouldHaveToKnowMoreOfThePast) {
  EXPECT_TRUE(restarts("again[0]", {}, kLinks));
  EXPECT_TRUE(restarts("again[0]", {set("queues.r.ordered", "true")}, kLinks));
  EXPECT_FALSE(restarts("again[0]", {set("queues.q.ordered", "true")}, kLinks));
  EXPECT_TRUE(restarts("again[0]", {set("queues.q.on_full", "drop_newest")}, kLinks));
  for (const char* policy : {"drop_newest", "drop_oldest", "fail"}) {
    EXPECT_FALSE(restarts("again[0]", {set("queues.r.on_full", policy)}, kLinks)) << policy;
  }
  EXPECT_TRUE(restarts("again[0]", {set("consumers.total.replicas", "2")}, kLinks));
  EXPECT_TRUE(restarts("total[0]", {set("queues.r.ordered", "true")}, kLinks));
}

}  // namespace
}  // namespace weir::topology
