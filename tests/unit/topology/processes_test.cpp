#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;

const std::string kGrouped = R"(version: 1
producers:
  book: {type: lines, with: {path: x}, process: io}
transformers:
  words: {type: count, replicas: 2}
  twice: {type: scale, replicas: 2, process: maths}
consumers:
  total: {type: sum, process: io}
)";

/// "NAME: REPLICA REPLICA" of each process.
std::vector<std::string> processes_of(const Plan& plan) {
  std::vector<std::string> processes;
  for (std::size_t number = 0; number < plan.processes.size(); ++number) {
    std::string text = plan.processes[number].name + ":";
    for (const std::size_t replica : plan.processes[number].replicas) {
      EXPECT_EQ(plan.replicas[replica].process, number);
      text += " " + replica_name(plan, replica);
    }
    processes.push_back(text);
  }
  return processes;
}

TEST(Processes, OfThreadsIsTheLauncherAlone) {
  const Plan plan = good_plan({kChain, {set("transformers.words.replicas", "2")}});
  EXPECT_THAT(processes_of(plan), ElementsAre("weir: book[0] words[0] words[1] total[0]"));
  EXPECT_TRUE(runs_in_one_process(plan));
}

TEST(Processes, AreOneForEachReplica) {
  const Plan plan = good_plan({kChain, {set("transformers.words.replicas", "2"), set("topology", "processes")}});
  EXPECT_THAT(processes_of(plan), ElementsAre("weir:", "book[0]: book[0]", "words[0]: words[0]", "words[1]: words[1]",
                                              "total[0]: total[0]"));
  EXPECT_FALSE(runs_in_one_process(plan));
}

TEST(Processes, OfOneThreadAreOneWhateverTheGroups) {
  const Plan plan = good_plan({kGrouped, {set("topology", "serial")}});
  EXPECT_THAT(processes_of(plan), ElementsAre("weir: book[0] words[0] words[1] twice[0] twice[1] total[0]"));
  EXPECT_TRUE(runs_in_one_process(plan));
}

TEST(Processes, HoldTheirGroupsInEitherTopology) {
  const Plan threads = good_plan({kGrouped});
  EXPECT_THAT(processes_of(threads),
              ElementsAre("weir: words[0] words[1]", "io: book[0] total[0]", "maths: twice[0] twice[1]"));
  EXPECT_FALSE(runs_in_one_process(threads));
  EXPECT_THAT(processes_of(good_plan({kGrouped, {set("topology", "processes")}})),
              ElementsAre("weir:", "io: book[0] total[0]", "words[0]: words[0]", "words[1]: words[1]",
                          "maths: twice[0] twice[1]"));
}

TEST(Processes, AreOneWhereOneGroupHoldsAll) {
  const Plan plan = good_plan({kChain,
                               {set("producers.book.process", "all"), set("transformers.words.process", "all"),
                                set("consumers.total.process", "all"), set("topology", "processes")}});
  EXPECT_THAT(processes_of(plan), ElementsAre("weir:", "all: book[0] words[0] total[0]"));
  EXPECT_TRUE(runs_in_one_process(plan));
}

TEST(Replicas, AreNumberedStageByStage) {
  const Plan plan = good_plan({kGrouped});
  EXPECT_EQ(replicas_of(plan, 0).first, 0U);
  EXPECT_EQ(replicas_of(plan, 0).count, 1U);
  EXPECT_EQ(replicas_of(plan, 2).first, 3U);
  EXPECT_EQ(replicas_of(plan, 2).count, 2U);
  EXPECT_EQ(replicas_of(plan, 3).first, 5U);
  EXPECT_EQ(replica_name(plan, 4), "twice[1]");
}

}  // namespace
}  // namespace weir::topology
