#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kLinked = kChain + "queues:\n  lines: book -> words\n  counts: {from: words, to: total}\n";

TEST(Overrides, ReplaceWhatTheFileSays) {
  const Plan plan = good_plan({kLinked + "topology: threads\n", {{"topology", "processes", "--topology"}}});
  EXPECT_EQ(plan.topology, Topology::kProcesses);
  EXPECT_EQ(value_of(plan, "topology"), "processes from --topology");
}

TEST(Overrides, MakeTheMapsOnTheirWay) {
  const Plan plan =
      good_plan({kLinked, {set("queues.counts.batch.records", "5"), set("producers.book.with.skip", "2")}});
  EXPECT_EQ(plan.links[1].batch.records, 5U);
  EXPECT_EQ(value_of(plan, "producers.book.with.skip"), "2 from --set producers.book.with.skip");
}

TEST(Overrides, LaterOnesWin) { EXPECT_EQ(good_plan({kLinked, {set("limit", "1"), set("limit", "2")}}).limit, 2U); }

TEST(Overrides, ReachIntoALinkInItsShortForm) {
  const Plan plan = good_plan({kLinked, {set("queues.lines.capacity", "16")}});
  EXPECT_EQ(plan.links[0].capacity, 16U);
  EXPECT_EQ(value_of(plan, "queues.lines.from"), "book from test.yaml:9:10");
}

TEST(Overrides, ReachIntoAnImpliedLink) {
  const Plan plan = good_plan({kChain, {set("queues.book-words.on_full", "fail")}});
  EXPECT_EQ(plan.links[0].on_full, OnFull::kFail);
  EXPECT_EQ(plan.links.size(), 2U);
}

TEST(Overrides, ThatMakeLinksStandInForImpliedOnes) {
  const Plan plan = good_plan(
      {kChain, {set("pipes.a", "book -> words"), set("queues.b.from", "[words]"), set("queues.b.to", "total")}});
  ASSERT_EQ(plan.links.size(), 2U);
  EXPECT_EQ(plan.links[0].name, "b");
  EXPECT_EQ(plan.links[1].kind, LinkKind::kPipe);
}

TEST(Overrides, CanAddAStageThatIsThenLinkedInItsPlace) {
  const Plan plan = good_plan({kChain, {set("transformers.twice", "{type: scale, with: {factor: 2}}")}});
  ASSERT_EQ(plan.links.size(), 3U);
  EXPECT_EQ(plan.links[1].name, "words-twice");
}

TEST(Overrides, TakeListsAndMapsInFlowStyleAndAllElseAsItStands) {
  const std::string chain =
      "version: 1\nproducers:\n  a: {type: numbers}\ntransformers:\n  b: {type: scale}\nconsumers:\n  c: {type: sum}\n";
  EXPECT_EQ(
      value_of(good_plan({chain, {set("transformers.b.with.offsets", "[1, 2k]")}}), "transformers.b.with.offsets"),
      "[1, 2k] from --set transformers.b.with.offsets");
  for (const char* text : {"a: b", "- x", "*a", "# c", "!t", "a\tb"}) {
    EXPECT_EQ(value_of(good_plan({kChain, {set("producers.book.with", std::string("{path: \"") + text + "\"}")}}),
                       "producers.book.with.path")
                  .substr(0, std::string(text).size()),
              text);
  }
  EXPECT_EQ(value_of(good_plan({kChain, {set("producers.book.with.path", "a: #b")}}), "producers.book.with.path"),
            "a: #b from --set producers.book.with.path");
}

TEST(Overrides, NameThemselvesWhenTheyAreWrong) {
  EXPECT_THAT(mistakes_of({kLinked, {set("limit", "many")}}),
              ElementsAre("--set limit: 'limit' must be a count, such as 16, 10k or 1e6"));
  EXPECT_THAT(mistakes_of({kLinked, {set("queues.lines.batch", "{records: 0")}}),
              ElementsAre(HasSubstr("--set queues.lines.batch: '{records: 0': ")));
  EXPECT_THAT(mistakes_of({kLinked, {set("quues.lines.capacity", "1")}}),
              ElementsAre("--set quues.lines.capacity: unknown key 'quues'; did you mean 'queues'?"));
  EXPECT_THAT(mistakes_of({kLinked, {set("queues.lnes.capacity", "1")}}),
              ElementsAre("--set queues.lnes.capacity: no queue 'lnes'; did you mean 'lines'?"));
  EXPECT_THAT(mistakes_of({kLinked, {set("transformers.wrds.replicas", "2")}}),
              ElementsAre("--set transformers.wrds.replicas: no transformer 'wrds'; did you mean 'words'?"));
  EXPECT_THAT(
      mistakes_of({kLinked, {set("queues.lines.capasity", "1")}}),
      ElementsAre("--set queues.lines.capasity: unknown key 'capasity' of queue 'lines'; did you mean 'capacity'?"));
  EXPECT_THAT(
      mistakes_of({kLinked, {set("producers.book.with.skpi", "1")}}),
      ElementsAre("--set producers.book.with.skpi: unknown setting 'skpi' for producer 'book'; did you mean 'skip'?"));
  EXPECT_THAT(mistakes_of({kLinked, {set("version.x", "1")}}),
              ElementsAre("--set version.x: 'version' is a single value; nothing within it can be set"));
}

TEST(Overrides, NeedAPathOfKeys) {
  std::string deep = "a";
  for (int i = 0; i < 10'000; ++i) deep += ".a";
  for (const std::string& path : {std::string(), std::string("."), std::string("a..b"), std::string("a."), deep}) {
    EXPECT_THAT(mistakes_of({kChain, {set(path, "1")}}), ElementsAre(HasSubstr("is no path"))) << path;
  }
}

TEST(Overrides, DoNotChangeWhatAnAliasRepeats) {
  const std::string text =
      "version: 1\nproducers:\n  a: {type: lines, with: &w {path: x, skip: 1}}\n  b: {type: lines, with: *w}\n"
      "consumers:\n  c: {type: sink}\nqueues:\n  q: [a, b] -> c\n";
  const Plan plan = good_plan({text, {set("producers.b.with.skip", "2")}});
  EXPECT_EQ(value_of(plan, "producers.a.with.skip"), "1 from test.yaml:3:45");
  EXPECT_EQ(value_of(plan, "producers.b.with.skip"), "2 from --set producers.b.with.skip");
}

}  // namespace
}  // namespace weir::topology
