#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string types_of(const std::string& text) {
  std::string types;
  for (const LinkPlan& link : good_plan({text}).links)
    types += (types.empty() ? "" : " ") + link.message_type.substr(8);
  return types;
}

TEST(MessageTypes, AreWhatTheSenderEmits) { EXPECT_EQ(types_of(kChain), "Text Number"); }

TEST(MessageTypes, PassThroughStagesThatAnswerInTheTypeThatTheyTake) {
  EXPECT_EQ(
      types_of("version: 1\nproducers: {a: {type: lines, with: {path: x}}}\n"
               "transformers: {z: {type: same}, b: {type: same}, c: {type: count}}\nconsumers: {d: {type: sum}}\n"),
      "Text Text Text Number");
}

TEST(MessageTypes, AreFoundWhateverTheOrderInTheFile) {
  EXPECT_EQ(types_of("version: 1\nproducers: {a: {type: numbers}}\n"
                     "transformers: {z: {type: same}, b: {type: same}}\nconsumers: {d: {type: sum}}\n"
                     "queues: {one: z -> d, two: b -> z, three: a -> b}\n"),
            "Number Number Number");
}

TEST(MessageTypes, MayDifferAtAConsumerThatTakesAll) {
  EXPECT_EQ(types_of("version: 1\nproducers: {a: {type: numbers}, b: {type: lines, with: {path: x}}}\n"
                     "consumers: {d: {type: sink}}\nqueues: {one: a -> d, two: b -> d}\n"),
            "Number Text");
}

const StageSpec* chosen_for(const std::string& producer) {
  const Plan plan = good_plan({"version: 1\nproducers: {a: {" + producer + "}}\nconsumers: {d: {type: either}}\n"});
  return plan.stages.back().spec;
}

TEST(MessageTypes, ChooseWhatAStageOfSeveralInputsIs) {
  EXPECT_EQ(chosen_for("type: numbers")->input, "weir.v1.Number");
  EXPECT_TRUE(chosen_for("type: numbers")->saves);
  EXPECT_EQ(chosen_for("type: lines, with: {path: x}")->input, "weir.v1.Text");
  EXPECT_FALSE(chosen_for("type: lines, with: {path: x}")->saves);
}

TEST(MessageTypes, OfAStageOfSeveralInputsAreOneAtATime) {
  EXPECT_THAT(mistakes_of({"version: 1\nproducers: {a: {type: numbers}, b: {type: lines, with: {path: x}}}\n"
                           "consumers: {d: {type: either}}\nqueues: {one: a -> d, two: b -> d}\n"}),
              ElementsAre("test.yaml:4:23: 'd' takes one type at a time, but 'one' brings weir.v1.Number and 'two' "
                          "brings weir.v1.Text"));
}

TEST(MessageTypes, OfEachSenderMustFit) {
  EXPECT_THAT(mistakes_of({"version: 1\nproducers: {a: {type: numbers}, b: {type: lines, with: {path: x}}}\n"
                           "consumers: {d: {type: sum}}\nqueues: {one: '[a, b] -> d'}\n"}),
              ElementsAre("test.yaml:4:10: 'b' emits weir.v1.Text, but 'd' takes weir.v1.Number"));
}

TEST(MessageTypes, AreReportedOnceBehindAMistake) {
  EXPECT_THAT(mistakes_of({"version: 1\nproducers: {a: {type: numbrs}}\ntransformers: {b: {type: same}}\n"
                           "consumers: {d: {type: sum}}\n"}),
              ElementsAre(HasSubstr("did you mean 'numbers'?")));
}

}  // namespace
}  // namespace weir::topology
