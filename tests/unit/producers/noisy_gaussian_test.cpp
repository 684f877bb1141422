#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/v1/lessons.pb.h>

#include <cmath>
#include <vector>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"

namespace weir {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::SizeIs;
using v1::Curve;

drive::Made<Curve> curves(const drive::With& with, std::size_t most = 1000) {
  return drive::produce<Curve>(producers::noisy_gaussian(), with, most);
}

std::vector<double> y_of(const Curve& curve) { return {curve.y().begin(), curve.y().end()}; }

TEST(NoisyGaussian, StandsEvenlyFromMinusFiveToFive) {
  const auto made = curves({{"points", "5"}, {"count", "2"}});
  ASSERT_THAT(made.records, SizeIs(2));
  EXPECT_TRUE(made.has_ended);
  for (const Curve& curve : made.records) EXPECT_THAT(curve.x(), ElementsAre(-5, -2.5, 0, 2.5, 5));
  for (const char* points : {"4", "7", "100", "10000"}) {
    const Curve curve = curves({{"points", points}, {"count", "1"}}).records[0];
    EXPECT_EQ(curve.x_size(), std::stoi(points));
    EXPECT_EQ(curve.y_size(), std::stoi(points));
    EXPECT_EQ(*curve.x().begin(), -5);
    EXPECT_EQ(*curve.x().rbegin(), 5);
  }
}

TEST(NoisyGaussian, IsTheFormulaWithoutNoise) {
  const Curve curve =
      curves({{"amplitude", "-3"}, {"mean", "2.5"}, {"deviation", "2.5"}, {"noise", "0"}, {"points", "5"}}, 1)
          .records[0];
  EXPECT_THAT(curve.y(),
              ElementsAre(DoubleNear(-3 * std::exp(-4.5), 1e-15), DoubleNear(-3 * std::exp(-2.0), 1e-15),
                          DoubleNear(-3 * std::exp(-0.5), 1e-15), -3, DoubleNear(-3 * std::exp(-0.5), 1e-15)));
}

TEST(NoisyGaussian, HasNoiseOfItsDeviation) {
  const Curve curve = curves({{"amplitude", "0"}, {"noise", "0.2"}, {"points", "10000"}}, 1).records[0];
  double sum = 0;
  double squares = 0;
  double products = 0;
  for (int i = 0; i < curve.y_size(); ++i) {
    sum += curve.y(i);
    squares += curve.y(i) * curve.y(i);
    if (i > 0) products += curve.y(i) * curve.y(i - 1);
  }
  EXPECT_NEAR(sum / 10'000, 0, 0.01);  // five standard errors, as are the others
  EXPECT_NEAR(std::sqrt(squares / 10'000), 0.2, 0.007);
  EXPECT_NEAR(products / squares, 0, 0.05);
}

TEST(NoisyGaussian, FollowsFromSeedAndNumber) {
  const auto made = curves({{"count", "2"}}).records;
  const auto again = curves({{"count", "2"}}).records;
  const auto other_seed = curves({{"count", "2"}, {"seed", "2"}}).records;
  EXPECT_NE(y_of(made[0]), y_of(made[1]));
  for (const std::size_t i : {0, 1}) {
    EXPECT_EQ(y_of(made[i]), y_of(again[i]));
    EXPECT_NE(y_of(made[i]), y_of(other_seed[i]));
  }
}

TEST(NoisyGaussian, GoesOnWhereAnEarlierLifeStood) {
  const drive::With with{{"points", "5"},
                         {"count", "4"}};  // an odd number: the normal distribution makes two at a time
  const auto whole = curves(with).records;
  for (const std::size_t first : {0, 1, 4}) {
    const auto made = drive::produce_in_two_lives<Curve>(producers::noisy_gaussian(), with, first);
    ASSERT_THAT(made, SizeIs(4)) << first;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(y_of(made[i]), y_of(whole[i])) << first;
  }
}

TEST(NoisyGaussian, GoesOnWithoutEndByDefault) {
  EXPECT_FALSE(curves({{"points", "4"}}, 3).has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::noisy_gaussian())->total(), std::nullopt);
  EXPECT_EQ(drive::make<BatchProducer>(producers::noisy_gaussian(), {{"count", "7"}})->total(), 7U);
}

TEST(NoisyGaussian, HasBoundsForItsSettings) {
  const auto problem = [](const drive::With& with) { return drive::problem_with(producers::noisy_gaussian(), with); };
  EXPECT_EQ(problem({{"deviation", "0"}}), "deviation: must be 0.001 or more");
  EXPECT_EQ(problem({{"noise", "-0.1"}}), "noise: must be 0 or more");
  EXPECT_EQ(problem({{"points", "3"}}), "points: must be from 4 to 10000");
  EXPECT_EQ(problem({{"points", "10001"}}), "points: must be from 4 to 10000");
}

}  // namespace
}  // namespace weir
