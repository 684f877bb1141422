#include "bench/baselines/latencies.h"

#include <gtest/gtest.h>

namespace weir::bench {
namespace {

/// 1, 2, …, `count` microseconds, the largest first.
Latencies up_to(std::int64_t count) {
  Latencies latencies(static_cast<std::size_t>(count));
  for (std::int64_t us = count; us > 0; --us) latencies.add(us * 1000);
  return latencies;
}

TEST(Latencies, AreExactAtEveryRank) {
  const observe::Percentiles us = up_to(10'000).percentiles();
  EXPECT_EQ(us.p50, 5000);
  EXPECT_EQ(us.p90, 9000);
  EXPECT_EQ(us.p99, 9900);
  EXPECT_EQ(us.p999, 9990);
  EXPECT_EQ(us.max, 10'000);
}

TEST(Latencies, TakeTheNearestRankAboveWhereThereAreFew) {
  const observe::Percentiles us = up_to(3).percentiles();
  EXPECT_EQ(us.p50, 2);
  EXPECT_EQ(us.p90, 3);
  EXPECT_EQ(us.max, 3);
}

TEST(Latencies, AreAllTheSameWhereThereIsOne) {
  const observe::Percentiles us = up_to(1).percentiles();
  for (const double rank : {us.p50, us.p90, us.p99, us.p999, us.max}) EXPECT_EQ(rank, 1);
}

TEST(Latencies, AreZeroWhereThereAreNone) {
  const observe::Percentiles us = Latencies(100).percentiles();
  for (const double rank : {us.p50, us.p90, us.p99, us.p999, us.max}) EXPECT_EQ(rank, 0);
}

}  // namespace
}  // namespace weir::bench
