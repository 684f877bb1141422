#include "bench/baselines/pace.h"

#include <gtest/gtest.h>

#include "run/clock.h"

namespace weir::bench {
namespace {

constexpr std::int64_t kMs = 1'000'000;

TEST(Pace, CountsFromTheStartAndNotFromTheMessageBefore) {
  const Pace pace(5, 3);
  EXPECT_EQ(pace.due_ns(0), 5);
  EXPECT_EQ(pace.due_ns(1), 333'333'338);
  EXPECT_EQ(pace.due_ns(3'000'000), 1'000'000'000'000'005);
}

TEST(Pace, WaitsUntilAMessageIsDue) {
  const std::int64_t due = run::now_ns() + 20 * kMs;
  Pace::wait_until(due);
  EXPECT_GE(run::now_ns(), due);
}

TEST(Pace, DoesNotWaitForWhatWasDueLongAgo) {
  const Pace pace(run::now_ns() - 3'600'000 * kMs, 1);
  const std::int64_t before = run::now_ns();
  for (std::uint64_t message = 0; message < 3600; ++message) Pace::wait_until(pace.due_ns(message));
  EXPECT_LT(run::now_ns() - before, 10'000 * kMs);
}

}  // namespace
}  // namespace weir::bench
