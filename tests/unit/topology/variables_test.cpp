#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The path of the book, and where it comes from, when the file has `text` for it.
std::string path_with(const std::string& text, const std::map<std::string, std::string>& environment = {}) {
  const Plan plan = good_plan(
      {"version: 1\nproducers:\n  a: {type: lines, with: {path: '" + text + "'}}\nconsumers:\n  b: {type: sink}\n",
       {},
       environment});
  return value_of(plan, "producers.a.with.path");
}

TEST(Variables, ComeFromTheEnvironment) {
  EXPECT_EQ(path_with("${BOOK}", {{"BOOK", "x.txt"}}), "x.txt from environment BOOK");
  EXPECT_EQ(path_with("a/${B}${C}.txt", {{"B", "b"}, {"C", "c"}}), "a/bc.txt from environment B, C");
}

TEST(Variables, HaveADefaultForUnsetAndEmptyOnes) {
  EXPECT_EQ(path_with("${BOOK:-a-b:c}"), "a-b:c from test.yaml:3:33");
  EXPECT_EQ(path_with("${BOOK:-a}", {{"BOOK", ""}}), "a from test.yaml:3:33");
  EXPECT_EQ(path_with("x${BOOK:-}"), "x from test.yaml:3:33");
}

TEST(Variables, AreEscapedByAnotherDollar) {
  EXPECT_EQ(path_with("$${BOOK}"), "${BOOK} from test.yaml:3:33");
  EXPECT_EQ(path_with("$BOOK $"), "$BOOK $ from test.yaml:3:33");
  EXPECT_EQ(path_with("${A}${B}", {{"A", "$"}, {"B", "{x}"}}), "${x} from environment A, B");
}

TEST(Variables, AreNotReplacedInKeysOrTwice) {
  EXPECT_THAT(mistakes_of({kChain + "${A}: 1\n", {}, {{"A", "limit"}}}),
              ElementsAre("test.yaml:8:1: unknown key '${A}'"));
  EXPECT_EQ(path_with("${A}", {{"A", "${B}"}, {"B", "x"}}), "${B} from environment A");
}

TEST(Variables, CanNotBringStructureIn) {
  EXPECT_THAT(mistakes_of({kChain + "topology: ${A}\n", {}, {{"A", "threads\nlimit: 1"}}}),
              ElementsAre(HasSubstr("'topology' must be")));
}

TEST(Variables, AlsoStandInOverrides) {
  const Plan plan = good_plan({kChain, {set("limit", "${N}")}, {{"N", "3k"}}});
  EXPECT_EQ(plan.limit, 3000U);
}

TEST(Variables, MustBeSetAndNamed) {
  EXPECT_THAT(
      mistakes_of({kChain + "limit: ${N}\n"}),
      ElementsAre("test.yaml:8:8: the environment has no variable 'N'; '${NAME:-text}' would give it a default"));
  for (const char* text : {"${", "${}", "${:-x}", "${1A}", "${A B}", "${A", "${A-x}", "${A:x}"}) {
    EXPECT_THAT(mistakes_of({kChain + "name: \"" + text + "\"\n", {}, {{"A", "a"}}}), testing::Not(testing::IsEmpty()))
        << text;
  }
}

TEST(Variables, AreBoundedInAll) {
  std::string name;
  for (int i = 0; i < 1000; ++i) name += "${A}";
  EXPECT_THAT(mistakes_of({kChain + "name: " + name + "\n", {}, {{"A", std::string(100'000, 'x')}}}),
              testing::Contains("test.yaml:8:7: the variables up to here stand for more than 1 MiB of text"));
}

}  // namespace
}  // namespace weir::topology
