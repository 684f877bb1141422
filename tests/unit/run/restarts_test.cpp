#include "run/restarts.h"

#include <gtest/gtest.h>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::int64_t kSecond = 1'000'000'000;

class RestartsTest : public testing::Test {
 protected:
  RestartsTest() : plan_(plan_of("topology: processes\n" + kChain)) {
    plan_.stages[1].restart = {
        .policy = topology::RestartPolicy::kOnFailure, .max = 3, .within = seconds{60}, .backoff = milliseconds{10}};
  }

  static constexpr std::size_t kProcess = 2;  // of "b[0]"
  topology::Plan plan_;
};

TEST_F(RestartsTest, WaitTwiceAsLongEachTime) {
  plan_.stages[1].restart.max = 100;
  Restarts restarts(plan_);
  for (const nanoseconds expected : {milliseconds{10}, milliseconds{20}, milliseconds{40}}) {
    EXPECT_EQ(restarts.schedule(kProcess, kSecond), expected);
  }
  for (int i = 0; i < 20; ++i) restarts.schedule(kProcess, kSecond);
  EXPECT_EQ(restarts.schedule(kProcess, kSecond), seconds{5});
}

TEST_F(RestartsTest, BeginAnewAfterTenSecondsOfHealth) {
  Restarts restarts(plan_);
  restarts.schedule(kProcess, 0);
  EXPECT_EQ(restarts.schedule(kProcess, 10 * kSecond), milliseconds{20});
  EXPECT_EQ(restarts.schedule(kProcess, 21 * kSecond), milliseconds{10});
}

TEST_F(RestartsTest, EndWhereAProcessDiesTooOftenInTheTimeThatCounts) {
  Restarts restarts(plan_);
  for (const std::int64_t second : {0, 20, 40}) EXPECT_TRUE(restarts.schedule(kProcess, second * kSecond));
  EXPECT_TRUE(restarts.schedule(kProcess, 61 * kSecond)) << "the first is forgotten";
  EXPECT_FALSE(restarts.schedule(kProcess, 79 * kSecond));
}

TEST_F(RestartsTest, AreDueWhenTheirTimeHasCome) {
  Restarts restarts(plan_);
  EXPECT_TRUE(restarts.none_due());
  EXPECT_EQ(restarts.next_ns(), kNever);
  restarts.schedule(kProcess, 0);
  EXPECT_EQ(restarts.next_ns(), nanoseconds(milliseconds{10}).count());
  EXPECT_FALSE(restarts.take_due(restarts.next_ns() - 1));
  EXPECT_EQ(restarts.take_due(restarts.next_ns()), kProcess);
  EXPECT_TRUE(restarts.none_due());
}

}  // namespace
}  // namespace weir::run
