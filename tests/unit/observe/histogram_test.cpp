#include "observe/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

namespace weir::observe {
namespace {

using std::chrono::nanoseconds;

/// The value at a rank of sorted durations, in microseconds.
double nearest_rank(const std::vector<std::int64_t>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return static_cast<double>(sorted[std::max<std::size_t>(rank, 1) - 1]) / 1000;
}

/// Never below the true value, and above it by 1/32 at most.
void expect_close(double value, double truth) {
  EXPECT_GE(value, truth);
  EXPECT_LE(value, truth * 33 / 32);
}

TEST(Histogram, SaysZeroWhileItIsEmpty) {
  const Histogram histogram;
  const Percentiles empty = histogram.percentiles();
  EXPECT_EQ(histogram.records(), 0U);
  for (const double value : {empty.p50, empty.p90, empty.p99, empty.p999, empty.max}) EXPECT_EQ(value, 0);
}

TEST(Histogram, SaysTheOneDurationAtEveryRank) {
  for (const std::int64_t ns : {1LL, 31LL, 32LL, 63LL, 64LL, 999LL, 1'000'000LL, 123'456'789'012LL}) {
    Histogram histogram;
    histogram.record(nanoseconds(ns), 1);
    const Percentiles one = histogram.percentiles();
    const double us = static_cast<double>(ns) / 1000;
    for (const double value : {one.p50, one.p90, one.p99, one.p999, one.max}) EXPECT_EQ(value, us) << ns;
  }
}

TEST(Histogram, AgreesWithSortedDurationsOfAllSizes) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(0, 12);
  for (const std::size_t count : {2U, 3U, 10U, 999U, 1000U, 1001U, 20'000U}) {
    auto histogram = std::make_unique<Histogram>();
    std::vector<std::int64_t> durations;
    for (std::size_t i = 0; i < count; ++i) {
      durations.push_back(std::llround(std::pow(10, exponent(random))));
      histogram->record(nanoseconds(durations.back()), 1);
    }
    std::ranges::sort(durations);
    const Percentiles percentiles = histogram->percentiles();
    EXPECT_EQ(histogram->records(), count);
    expect_close(percentiles.p50, nearest_rank(durations, 0.5));
    expect_close(percentiles.p90, nearest_rank(durations, 0.9));
    expect_close(percentiles.p99, nearest_rank(durations, 0.99));
    expect_close(percentiles.p999, nearest_rank(durations, 0.999));
    EXPECT_EQ(percentiles.max, static_cast<double>(durations.back()) / 1000);
  }
}

TEST(Histogram, KeepsItsPrecisionOnBothSidesOfEveryBucketEdge) {
  for (int octave = 0; octave < 41; ++octave) {
    for (const std::int64_t step : {32, 33, 47, 63}) {
      const std::int64_t edge = octave < 5 ? step >> (5 - octave) : step << (octave - 5);
      for (const std::int64_t ns : {edge - 1, edge, edge + 1}) {
        Histogram histogram;
        histogram.record(nanoseconds(ns), 1);
        histogram.record(std::chrono::hours(2), 1);
        expect_close(histogram.percentiles().p50, static_cast<double>(ns) / 1000);
      }
    }
  }
}

TEST(Histogram, WeighsADurationByItsRecords) {
  Histogram histogram;
  histogram.record(nanoseconds(10), 90);
  histogram.record(nanoseconds(20), 9);
  histogram.record(nanoseconds(30), 1);
  histogram.record(nanoseconds(40), 0);
  const Percentiles percentiles = histogram.percentiles();
  EXPECT_EQ(histogram.records(), 100U);
  EXPECT_EQ(percentiles.p50, 0.010);
  EXPECT_EQ(percentiles.p90, 0.010);
  EXPECT_EQ(percentiles.p99, 0.020);
  EXPECT_EQ(percentiles.p999, 0.030);
  EXPECT_EQ(percentiles.max, 0.030);
}

TEST(Histogram, TakesRanksOfCountsThatFillTheirCell) {
  Histogram histogram;
  histogram.record(nanoseconds(10), std::uint64_t{1} << 62);
  histogram.record(nanoseconds(20), std::uint64_t{1} << 62);
  EXPECT_EQ(histogram.percentiles().p50, 0.010);
  EXPECT_EQ(histogram.percentiles().p90, 0.020);
}

TEST(Histogram, CountsNegativeDurationsAsZero) {
  Histogram histogram;
  histogram.record(nanoseconds(-5), 1);
  histogram.record(nanoseconds::min(), 1);
  histogram.record(nanoseconds(0), 1);
  EXPECT_EQ(histogram.records(), 3U);
  EXPECT_EQ(histogram.percentiles().p99, 0);
  EXPECT_EQ(histogram.percentiles().max, 0);
}

TEST(Histogram, KeepsTheLargestDurationThereIs) {
  Histogram histogram;
  histogram.record(nanoseconds::max(), 1);
  EXPECT_EQ(histogram.percentiles().max, static_cast<double>(nanoseconds::max().count()) / 1000);
  EXPECT_EQ(histogram.percentiles().p50, histogram.percentiles().max);
}

TEST(Histogram, MergedSaysWhatOneOfAllWouldSay) {
  Histogram all;
  Histogram first;
  Histogram second;
  for (int i = 0; i < 1000; ++i) {
    (i % 3 == 1 ? first : second).record(nanoseconds(i * i), 2);
    all.record(nanoseconds(i * i), 2);
  }
  first.merge(second);
  EXPECT_EQ(first.records(), all.records());
  EXPECT_EQ(first.percentiles().p50, all.percentiles().p50);
  EXPECT_EQ(first.percentiles().p999, all.percentiles().p999);
  EXPECT_EQ(first.percentiles().max, all.percentiles().max);
}

}  // namespace
}  // namespace weir::observe
