#include "observe/figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace weir::observe {
namespace {

TEST(Figures, GroupThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
  EXPECT_EQ(grouped_signed(-1000), "-1,000");
  EXPECT_EQ(grouped_signed(-999), "-999");
  EXPECT_EQ(grouped_signed(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Figures, ShortenCountsToThreeDigits) {
  EXPECT_EQ(compact(0), "0");
  EXPECT_EQ(compact(7), "7");
  EXPECT_EQ(compact(0.25), "0.25");
  EXPECT_EQ(compact(999), "999");
  EXPECT_EQ(compact(999.6), "1.00 k");
  EXPECT_EQ(compact(1234), "1.23 k");
  EXPECT_EQ(compact(9.996e3), "10.0 k");
  EXPECT_EQ(compact(99.96e3), "100 k");
  EXPECT_EQ(compact(24.4e6), "24.4 M");
  EXPECT_EQ(compact(999.6e6), "1.00 G");
  EXPECT_EQ(compact(1e18), "1000000 T");
}

TEST(Figures, ShowNonsenseAsADash) {
  EXPECT_EQ(compact(-1), "-");
  EXPECT_EQ(compact(std::nan("")), "-");
  EXPECT_EQ(latency_text(HUGE_VAL), "-");
  EXPECT_EQ(elapsed_text(std::nan("")), "-");
  EXPECT_EQ(percent_text(std::nan("")), "-");
  EXPECT_EQ(clock_text(std::nan("")), "0:00");
}

TEST(Figures, GiveLatenciesTheUnitThatSuitsThem) {
  EXPECT_EQ(latency_text(0), "0 us");
  EXPECT_EQ(latency_text(0.031), "31.0 ns");
  EXPECT_EQ(latency_text(6.72), "6.72 us");
  EXPECT_EQ(latency_text(812), "812 us");
  EXPECT_EQ(latency_text(999.6), "1.00 ms");
  EXPECT_EQ(latency_text(1630), "1.63 ms");
  EXPECT_EQ(latency_text(2.5e6), "2.50 s");
}

TEST(Figures, GiveElapsedTimeInWholeUnitsOnceItIsLong) {
  EXPECT_EQ(elapsed_text(0.0086), "8.60 ms");
  EXPECT_EQ(elapsed_text(0.41), "0.41 s");
  EXPECT_EQ(elapsed_text(12.34), "12.3 s");
  EXPECT_EQ(elapsed_text(99.96), "1 min 40 s");
  EXPECT_EQ(elapsed_text(125), "2 min 5 s");
  EXPECT_EQ(elapsed_text(3599.6), "1 h 0 min");
  EXPECT_EQ(elapsed_text(3725), "1 h 2 min");
}

TEST(Figures, WriteTimeLeftLikeAClock) {
  EXPECT_EQ(clock_text(0), "0:00");
  EXPECT_EQ(clock_text(-3), "0:00");
  EXPECT_EQ(clock_text(3.9), "0:03");
  EXPECT_EQ(clock_text(725), "12:05");
  EXPECT_EQ(clock_text(3723), "1:02:03");
}

TEST(Figures, ShowSizesInPowersOfTwo) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(512), "512 B");
  EXPECT_EQ(size_text(18350080), "17.5 MiB");
}

}  // namespace
}  // namespace weir::observe
