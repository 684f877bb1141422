#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using payloads::sample;
using payloads::samples;
using testing::ElementsAre;
using testing::SizeIs;
using v1::Sample;

drive::Made<Sample> averaged(std::size_t window, const std::vector<Sample>& in) {
  return drive::transform<Sample>(transformers::moving_average(), {{"window", std::to_string(window)}}, in);
}

TEST(MovingAverage, IsTheMeanOfAsManyAsThereAreAndThenOfTheWindow) {
  EXPECT_THAT(payloads::values(averaged(3, samples("t", {3, 5, 7, 9, 11, 0, 1})).records),
              ElementsAre(3, 4, 5, 7, 9, 20.0 / 3, 4));
}

TEST(MovingAverage, OfOneSampleIsTheSample) {
  EXPECT_THAT(payloads::values(averaged(1, samples("t", {3, -5, 7})).records), ElementsAre(3, -5, 7));
}

TEST(MovingAverage, AgreesWithASumOfTheWindowEachTime) {
  constexpr std::size_t kWindow = 7;
  std::vector<double> values;
  std::uint32_t random = 1;
  for (int i = 0; i < 1000; ++i) {
    random = random * 1664525 + 1013904223;  // Numerical Recipes' generator
    values.push_back(static_cast<double>(random % 10'000) / 16 - 300);
  }
  const auto means = payloads::values(averaged(kWindow, samples("t", values)).records);
  ASSERT_THAT(means, SizeIs(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i + 1 < kWindow ? 0 : i + 1 - kWindow;
    double sum = 0;
    for (std::size_t j = first; j <= i; ++j) sum += values[j];
    EXPECT_NEAR(means[i], sum / static_cast<double>(i + 1 - first), 1e-12) << i;
  }
}

TEST(MovingAverage, ForgetsAHugeValueWhenItLeavesTheWindow) {
  EXPECT_THAT(payloads::values(averaged(2, samples("t", {1e300, 1, 1, 1, 1e300, -1e300, 2, 4})).records),
              ElementsAre(1e300, 5e299, 1, 1, 5e299, 0, -5e299, 3));
}

TEST(MovingAverage, HasRoomForTheLargestValues) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  EXPECT_THAT(payloads::values(averaged(4, samples("t", {kLargest, kLargest, kLargest})).records),
              ElementsAre(kLargest, kLargest, kLargest));
}

TEST(MovingAverage, KeepsAWindowForEachName) {
  const auto made = averaged(2, {sample("t", 1, "K", 10), sample("u", 100, "V", 11), sample("t", 3, "K", 12)});
  EXPECT_THAT(payloads::values(made.records), ElementsAre(1, 100, 2));
  EXPECT_EQ(made.records[2].name(), "t");
  EXPECT_EQ(made.records[2].unit(), "K");
  EXPECT_EQ(made.records[2].time_ns(), 12);
}

TEST(MovingAverage, RejectsWhatHasNoMean) {
  const auto made = averaged(2, samples("t", {1, std::nan(""), 3, std::numeric_limits<double>::infinity(), 5}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(1, 2, 4));
  EXPECT_THAT(made.rejected,
              ElementsAre("sample 't' is nan, which has no mean", "sample 't' is inf, which has no mean"));
}

TEST(MovingAverage, TakesMemoryOnlyForTheSamplesThatCame) {
  EXPECT_THAT(payloads::values(averaged(4'000'000'000, samples("t", {1, 2})).records), ElementsAre(1, 1.5));
}

TEST(MovingAverage, NeedsAWindow) {
  EXPECT_EQ(drive::problem_with(transformers::moving_average(), {{"window", "0"}}), "window: must be 1 or more");
}

TEST(MovingAverage, GoesOnWhereAnEarlierLifeStood) {
  std::vector<v1::Sample> samples;
  for (int i = 0; i < 20; ++i) samples.push_back(payloads::sample(i % 3 == 0 ? "a" : "b", 0.1 * i * i));
  const drive::With with{{"window", "4"}};
  const auto whole = drive::transform<v1::Sample>(transformers::moving_average(), with, samples).records;
  for (std::size_t first = 0; first < samples.size(); ++first) {
    const auto made = drive::transform_in_two_lives<v1::Sample>(transformers::moving_average(), with, samples, first);
    ASSERT_EQ(made.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_EQ(made[i].value(), whole[i].value()) << first << ' ' << i;
  }
}

}  // namespace
}  // namespace weir
