#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Stages, StandByRoleAndWithinARoleAsInTheFile) {
  const Plan plan =
      good_plan({"version: 1\nconsumers: {z: {type: sink}, y: {type: sink}}\nproducers: {b: {type: numbers}, a: {type: "
                 "numbers}}\n"
                 "queues: {q: '[b, a] -> z', r: a -> y}\n"});
  std::string names;
  for (const StagePlan& stage : plan.stages) names += stage.name;
  EXPECT_EQ(names, "bazy");
  EXPECT_EQ(plan.stages[0].role, Role::kProducer);
  EXPECT_EQ(plan.stages[0].place.text(), "test.yaml:3:13");
}

TEST(Stages, HaveTheirSettingsFilled) {
  const Plan plan = good_plan({R"(version: 1
producers:
  a: {type: lines, with: {path: book.txt, skip: 7, interval: 20ms}}
consumers:
  b: {type: sink}
)"});
  const auto& settings = *static_cast<const test::Lines::Settings*>(plan.stages[0].settings.get());
  EXPECT_EQ(settings.path, "/etc/weir/book.txt");
  EXPECT_EQ(settings.skip, 7U);
  EXPECT_EQ(settings.interval, std::chrono::milliseconds{20});
  EXPECT_EQ(plan.stages[0].spec, test_catalog().find(Role::kProducer, "lines"));
  EXPECT_NE(plan.stages[1].settings, nullptr);
}

TEST(Stages, TakeListsAndASingleItemForOne) {
  const auto offsets = [](const std::string& text) {
    const Plan plan =
        good_plan({"version: 1\nproducers: {a: {type: numbers}}\ntransformers: {b: {type: scale, with: "
                   "{offsets: " +
                   text + "}}}\nconsumers: {c: {type: sum}}\n"});
    return static_cast<const test::Scale::Settings*>(plan.stages[1].settings.get())->offsets;
  };
  EXPECT_EQ(offsets("[1, 2k]"), (std::vector<std::int64_t>{1, 2000}));
  EXPECT_EQ(offsets("3"), std::vector<std::int64_t>{3});
  EXPECT_THAT(offsets("[]"), IsEmpty());
}

TEST(Stages, AreNotRestartedUnlessTheyAreStateless) {
  for (const char* restart : {"never", "{policy: never}", "{}"}) {
    const Plan plan = good_plan({kChain, {set("transformers.words.restart", restart)}});
    EXPECT_EQ(plan.stages[1].restart.policy, RestartPolicy::kNever);
  }
}

TEST(Stages, AreRestartedWhereTheyAreStatelessUnlessTheyMustNot) {
  const auto restart = [](const std::string& text) {
    return good_plan({kStateless, {set("transformers.again.restart", text)}}).stages[1].restart;
  };
  const Restart by_default = good_plan({kStateless}).stages[1].restart;
  EXPECT_EQ(by_default.policy, RestartPolicy::kOnFailure);
  EXPECT_EQ(by_default.max, 10U);
  EXPECT_EQ(by_default.within, std::chrono::seconds{60});
  EXPECT_EQ(by_default.backoff, std::chrono::milliseconds{10});
  EXPECT_EQ(restart("never").policy, RestartPolicy::kNever);
  EXPECT_EQ(restart("on_failure").policy, RestartPolicy::kOnFailure);
  const Restart whole = restart("{max: 3, within: 1min, backoff: 1s}");
  EXPECT_EQ(whole.policy, RestartPolicy::kOnFailure);
  EXPECT_EQ(whole.max, 3U);
  EXPECT_EQ(whole.within, std::chrono::minutes{1});
  EXPECT_EQ(whole.backoff, std::chrono::seconds{1});
}

TEST(Stages, TakeAnEmptyWithAndEmptySections) {
  good_plan(
      {"version: 1\nproducers: {a: {type: numbers, with: }}\ntransformers:\nconsumers: {b: {type: sink, with: {}}}\n"
       "queues:\npipes:\n"});
}

TEST(Stages, MayHaveTheSameTypeAndAliasedSettings) {
  const Plan plan = good_plan({R"(version: 1
producers:
  a: &lines {type: lines, with: {path: x}}
  b: {<<: *lines, replicas: 3}
consumers:
  c: {type: sink}
queues:
  q: [a, b] -> c
)"});
  EXPECT_EQ(plan.stages[1].replicas, 3U);
  EXPECT_EQ(plan.stages[0].replicas, 1U);
}

TEST(Stages, AreLimitedInNumberAndReplicas) {
  const auto mistakes_with = [](std::size_t stages, const std::string& rest) {
    std::string text = "version: 1\nproducers:\n";
    for (std::size_t i = 1; i < stages; ++i) text += "  p" + std::to_string(i) + ": {type: numbers" + rest + "}\n";
    text += "consumers: {c: {type: sum}}\nqueues:\n  q: {to: c, from: [";
    for (std::size_t i = 1; i < stages; ++i) text += "p" + std::to_string(i) + ", ";
    return mistakes_of({text + "]}\n"});
  };
  EXPECT_THAT(mistakes_with(1000, ""), IsEmpty());
  EXPECT_THAT(mistakes_with(1001, ""), SizeIs(1));
  EXPECT_THAT(mistakes_with(5, ", replicas: 1023"), IsEmpty());
  EXPECT_THAT(mistakes_with(5, ", replicas: 1024"), SizeIs(1));
}

TEST(Stages, MayBeCalledByAnyNameOfUpTo64Characters) {
  const std::string longest = "_" + std::string(63, '9');
  const Plan plan =
      good_plan({"version: 1\nproducers: {" + longest + ": {type: numbers}}\nconsumers: {A-b_1: {type: sink}}\n"});
  EXPECT_EQ(plan.links[0].name, longest + "-A-b_1");
}

}  // namespace
}  // namespace weir::topology
