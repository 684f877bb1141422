#include <gmock/gmock.h>

#include "lesson.h"

namespace weir {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::int64_t kIncrements = 40'000;
constexpr std::int64_t kManyIncrements = kOptimised ? 1'000'000 : 200'000;

class LessonsThatShare : public Lesson {};

// Without a lock none may be lost of 40,000 either, by chance, but seldom of many.
TEST_P(LessonsThatShare, LoseNoIncrementUnderALock) {
  for (const std::int64_t increments : {kIncrements, kManyIncrements}) {
    for (const std::string lock : {"mutex", "atomic"}) {
      const EndedRun run =
          learn("shared_counter", {"transformers.increment.with.lock=" + lock, "limit=" + std::to_string(increments)});
      EXPECT_EQ(results_of(run.report, "total"), (Json{{"total", increments}, {"increments", increments}, {"lost", 0}}))
          << lock;
    }
  }
}

TEST_P(LessonsThatShare, KnowHowManyIncrementsWereLostWithoutALock) {
  const EndedRun run = learn("shared_counter", {"transformers.increment.with.lock=none"});
  const Json said = results_of(run.report, "total");
  const std::int64_t total = said["total"];
  EXPECT_GT(total, 0);
  EXPECT_LE(total, kIncrements);
  EXPECT_EQ(said["increments"], kIncrements);
  EXPECT_EQ(said["lost"], kIncrements - total);
  if (GetParam() == "serial") {
    EXPECT_EQ(total, kIncrements) << "one thread was in its own way";
  }
}

TEST_P(LessonsThatShare, SeeTheSquaresInMemoryOfAll) {
  EXPECT_EQ(results_of(learn("shared_memory").report, "squares"), (Json{{"items", {1, 4, 9, 16}}, {"sum", 30}}));
}

TEST_P(LessonsThatShare, SeeTheSquaresInMemoryOfOneOnlyWithinAProcess) {
  environment_["MEMORY"] = "private";
  const Json seen = GetParam() == "processes" ? Json{{"items", Json::array()}, {"sum", 0}}
                                              : Json{{"items", {1, 4, 9, 16}}, {"sum", 30}};
  EXPECT_EQ(results_of(learn("shared_memory").report, "squares"), seen);
}

class LessonsThatSend : public Lesson {
 protected:
  /// All numbers arrive, and the sentence that says so is printed as it is reported.
  void expect_sent(const std::string& lesson, const std::string& by) const {
    for (const std::string count : {"10000", "100000", "1000000"}) {
      if (count == "1000000" && !kOptimised) continue;
      const EndedRun run = learn(lesson, {"limit=" + count});
      const Json said = results_of(run.report, "watch");
      EXPECT_EQ(std::to_string(said["count"].get<std::int64_t>()), count);
      const std::string sentence = said["sentence"];
      EXPECT_THAT(sentence, StartsWith("Sending " + count + " numbers to " + by + "() took "));
      EXPECT_THAT(run.out, HasSubstr(sentence + "\n"));
    }
  }
};

TEST_P(LessonsThatSend, SayHowLongNumbersTakeThroughAPipe) { expect_sent("pipe", "Pipe"); }

TEST_P(LessonsThatSend, SayHowLongNumbersTakeThroughAQueue) { expect_sent("queue", "Queue"); }

INSTANTIATE_TEST_SUITE_P(, LessonsThatShare, topologies(), name_of_topology);
INSTANTIATE_TEST_SUITE_P(, LessonsThatSend, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
