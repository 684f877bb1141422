#include "run/pace.h"

#include <gtest/gtest.h>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

TEST(Pace, LetsRecordsBeDueEvenlyFromItsBeginOn) {
  Pace pace(1000);
  EXPECT_FALSE(pace.has_begun());
  pace.begin(5'000'000, 7);
  EXPECT_EQ(pace.due_ns(7), 5'000'000);
  EXPECT_EQ(pace.due_ns(10), 8'000'000);
  EXPECT_EQ(pace.due_ns(6), 4'000'000) << "an earlier life had made it, and it comes again";
  EXPECT_EQ(pace.due(5'000'000, 7), 1);
  EXPECT_EQ(pace.due(5'000'000, 8), 0);
  EXPECT_EQ(pace.due(5'999'999, 8), 0);
  EXPECT_EQ(pace.due(6'000'000, 8), 1);
}

TEST(Pace, LetsWhoFellBehindCatchUp) {
  Pace pace(1000);
  pace.begin(5'000'000, 0);
  EXPECT_EQ(pace.due(25'000'000, 3), 18) << "those of 3 to 20 ms after the begin";
}

TEST(Pace, StaysExactThroughADay) {
  constexpr std::uint64_t kRate = 1'000'000;
  constexpr std::uint64_t kDay = 24 * 60 * 60;
  Pace pace(kRate);
  pace.begin(1, 0);
  EXPECT_EQ(pace.due_ns(kDay * kRate), 1 + std::int64_t{kDay} * 1'000'000'000);
}

const std::string kPaced = R"(producers: {a: {type: scripted}}
consumers: {c: {type: kept}}
rate: )";

TEST(Pace, IsKeptByTheLoopOfAProducer) {
  HandDrivenRun run(kPaced + "1\n");
  run.stage<Scripted>("a[0]").make = numbers(1000);
  const std::int64_t before = now_ns();
  run.settle();
  EXPECT_EQ(kept_values(run), first_numbers(1)) << "which waits for no other";
  const std::int64_t wake = run.loop("a[0]").wake_ns(Turn::kStarved);
  EXPECT_GT(wake, before);
  EXPECT_LE(wake, now_ns() + 1'000'000'000);
}

TEST(Pace, CountsLatencyFromWhenARecordWasDue) {
  HandDrivenRun run(kPaced + "1000\n");
  constexpr std::int64_t kStallNs = 20'000'000;
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {
    const std::int64_t began = now_ns();
    while (self.next == 1 && now_ns() < began + kStallNs) {
    }
    out.emit().set_value(self.next++);
    return self.next < 20;
  };
  run.to_end();
  EXPECT_EQ(kept_values(run), first_numbers(20));
  const observe::Percentiles latency = run.page("c[0]").stage().end_to_end.percentiles();
  EXPECT_GE(latency.p99, kStallNs / 1000 / 2) << "those that were due while it stalled were late";
}

}  // namespace
}  // namespace weir::run
