#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// What is wrong with a -> b -> c -> d under `effectively_once`, where c keeps something; overrides are laid over it.
std::vector<std::string> mistakes_with(std::vector<Override> overrides) {
  return mistakes_of(
      {"version: 1\ndelivery: effectively_once\nproducers: {a: {type: naturals}}\n"
       "transformers: {b: {type: same}, c: {type: growth}}\nconsumers: {d: {type: sum}}\n"
       "queues: {ab: {from: a, to: b}, bc: {from: b, to: c}, cd: {from: c, to: d}}\n",
       std::move(overrides)});
}

TEST(EffectivelyOnce, IsKeptWhereEveryStagePassesOnWhatItKeeps) { EXPECT_THAT(mistakes_with({}), IsEmpty()); }

TEST(EffectivelyOnce, IsRefusedWithTheStageThatPreventsIt) {
  EXPECT_THAT(
      mistakes_with({set("producers.a.type", "numbers")}),
      ElementsAre(HasSubstr("'a' (numbers) can't keep 'delivery: effectively_once': it can't make its records a "
                            "second time; 'spool: disk' would keep them")));
  EXPECT_THAT(mistakes_with({set("producers.a.type", "numbers"), set("producers.a.spool", "disk")}), IsEmpty());
  EXPECT_THAT(mistakes_with({set("transformers.b.type", "scale")}), ElementsAre(HasSubstr("'b' (scale)")));
  EXPECT_THAT(mistakes_with({set("consumers.d.type", "sink")}), ElementsAre(HasSubstr("can't be taken back")));
  EXPECT_THAT(mistakes_with({set("consumers.d.replicas", "2")}), ElementsAre(HasSubstr("'d' (sum)")));
  EXPECT_THAT(mistakes_with({set("transformers.c.replicas", "2")}), ElementsAre(HasSubstr("'c' (growth)")));
  EXPECT_THAT(mistakes_with({set("queues.ab.on_full", "drop_oldest")}), ElementsAre(HasSubstr("on_full: drop_oldest")));
}

TEST(EffectivelyOnce, AsksOrderOfTheInputOfAStageWhoseAnswersDependOnIt) {
  EXPECT_THAT(mistakes_with({set("transformers.b.replicas", "2")}), ElementsAre(HasSubstr("'c' (growth)")));
  EXPECT_THAT(mistakes_with({set("transformers.b.replicas", "2"), set("queues.bc.ordered", "true")}), IsEmpty());
  EXPECT_THAT(mistakes_with({set("producers.a.replicas", "2")}), ElementsAre(HasSubstr("'c' (growth)")));
  EXPECT_THAT(mistakes_with({set("producers.a.replicas", "2"), set("queues.bc.ordered", "true")}),
              ElementsAre(HasSubstr("'c' (growth)")));
  EXPECT_THAT(mistakes_with({set("queues.bc.from", "[a, b]")}), ElementsAre(HasSubstr("'c' (growth)")));
}

TEST(EffectivelyOnce, AsksNoOrderOfAConsumersInput) {
  EXPECT_THAT(mistakes_of({"version: 1\ndelivery: effectively_once\nproducers: {a: {type: naturals, replicas: 3}}\n"
                           "transformers: {b: {type: same, replicas: 4}}\nconsumers: {d: {type: sum}}\n"}),
              IsEmpty());
}

TEST(EffectivelyOnce, KnowsThatWhatAStageEmitsAtItsEndFindsNoOrderBehindReplicas) {
  const std::string stages =
      "version: 1\ndelivery: effectively_once\nproducers: {a: {type: naturals}}\n"
      "transformers: {b: {type: growth}, c: {type: same, replicas: 2}, d: {type: growth}}\nconsumers: {e: {type: "
      "sum}}\n"
      "queues: {ab: a -> b, bc: b -> c, cd: {from: c, to: d, ordered: true}, de: d -> e}\n";
  EXPECT_THAT(mistakes_of({stages}), ElementsAre(HasSubstr("'d' (growth)")));
  EXPECT_THAT(mistakes_of({stages, {set("transformers.c.replicas", "1")}}), IsEmpty());
}

}  // namespace
}  // namespace weir::topology
