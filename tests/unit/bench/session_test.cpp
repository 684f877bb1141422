#include "bench/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <thread>

#include "bench/errors.h"
#include "rows.h"

namespace weir::bench {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Tell kSilently = [](const std::string&) {};

/// Cases that note in `order` that they ran, and give the number of their run as their rate.
std::vector<Case> noting_cases(std::vector<std::string>& order, const std::vector<std::string>& names) {
  std::vector<Case> cases;
  for (const std::string& name : names) {
    cases.push_back({rows::baseline(name), [&order, name] {
                       order.push_back(name);
                       return Sample{.rate = static_cast<double>(std::ranges::count(order, name))};
                     }});
  }
  return cases;
}

TEST(Session, WarmsUpAndThenRunsEachCaseOnceARound) {
  std::vector<std::string> order;
  const Session session = measure(noting_cases(order, {"a", "b", "c"}), 5, 1, kSilently);
  ASSERT_THAT(order, SizeIs(18));
  for (std::size_t round = 0; round < 6; ++round) {
    std::vector<std::string> one(order.begin() + static_cast<std::ptrdiff_t>(3 * round),
                                 order.begin() + static_cast<std::ptrdiff_t>(3 * round + 3));
    EXPECT_THAT(one, testing::UnorderedElementsAre("a", "b", "c")) << round;
  }
  EXPECT_THAT(session.series, SizeIs(3));
  EXPECT_EQ(session.series[1].subject.system, "b");
  EXPECT_THAT(session.series[1].rates(), ElementsAre(2, 3, 4, 5, 6)) << "without the warm-up";
}

TEST(Session, ShufflesEachRoundAnewByItsSeed) {
  const auto order_with = [](std::uint32_t seed) {
    std::vector<std::string> order;
    measure(noting_cases(order, {"a", "b", "c", "d", "e", "f"}), 5, seed, kSilently);
    return order;
  };
  const std::vector<std::string> order = order_with(1);
  EXPECT_EQ(order, order_with(1));
  EXPECT_NE(order, order_with(2));
  EXPECT_FALSE(std::equal(order.begin() + 6, order.begin() + 12, order.begin() + 12)) << "two rounds alike";
}

TEST(Session, RunsWhatCarriesOneLoadOneAfterTheOther) {
  std::vector<std::string> order;
  std::vector<Case> cases;
  for (const std::uint64_t messages : {1, 2, 3}) {
    for (const char* system : {"a", "b"}) {
      cases.push_back({rows::baseline(system, messages), [&order, messages] {
                         order.push_back(std::to_string(messages));
                         return Sample{};
                       }});
    }
  }
  measure(cases, 20, 1, kSilently);
  for (std::size_t i = 0; i < order.size(); i += 2) EXPECT_EQ(order[i], order[i + 1]);
}

TEST(Session, LeavesOutABaselineThatIsAbsent) {
  std::vector<std::string> order;
  std::vector<Case> cases = noting_cases(order, {"a"});
  int tries = 0;
  for (const std::uint64_t messages : {1, 2}) {
    cases.push_back({rows::baseline("absent", messages), [&tries]() -> Sample {
                       ++tries;
                       throw Absent("it is not installed");
                     }});
  }
  const Session session = measure(cases, 5, 1, kSilently);
  EXPECT_EQ(tries, 1);
  EXPECT_THAT(session.series, SizeIs(1));
  ASSERT_THAT(session.skipped, SizeIs(1));
  EXPECT_EQ(session.skipped[0].system, "absent");
  EXPECT_EQ(session.skipped[0].why, "it is not installed");
}

TEST(Session, EndsWithARunThatCannotBeReported) {
  std::vector<Case> cases{{rows::weir("threads"), []() -> Sample { throw NotMeasured("a message was lost"); }}};
  EXPECT_THROW(measure(cases, 5, 1, kSilently), NotMeasured);
}

TEST(Session, TellsWhatItRuns) {
  std::vector<std::string> order;
  std::vector<std::string> told;
  measure(noting_cases(order, {"a"}), 5, 1, [&told](const std::string& what) { told.push_back(what); });
  EXPECT_EQ(told.front(), "warm-up, 1 of 1: a, 1,000 messages of 8 B");
  EXPECT_EQ(told.back(), "round 5 of 5, 1 of 1: a, 1,000 messages of 8 B");
}

TEST(Session, TellsHowLongItWillTake) {
  constexpr auto kRun = std::chrono::milliseconds{30};
  int runs = 0;
  std::vector<std::string> told;
  const auto run = [&runs, kRun]() -> Sample {
    if (++runs == 3) throw NotMeasured("enough was told");
    std::this_thread::sleep_for(kRun);
    return {};
  };
  EXPECT_THROW(
      measure({{rows::weir("threads"), run}}, 1000, 1, [&told](const std::string& what) { told.push_back(what); }),
      NotMeasured);
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_THAT(told[1], Not(HasSubstr(" s left")));
  EXPECT_THAT(told[2], ContainsRegex(", [0-9]+ s left$"));
}

}  // namespace
}  // namespace weir::bench
