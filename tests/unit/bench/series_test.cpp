#include "bench/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::bench {
namespace {

using testing::ElementsAre;

TEST(Spread, IsTheMiddleAndBothEnds) {
  const Spread odd = spread_of({5, 1, 3});
  EXPECT_EQ(odd.median, 3);
  EXPECT_EQ(odd.min, 1);
  EXPECT_EQ(odd.max, 5);
  EXPECT_EQ(spread_of({4, 1, 2, 10}).median, 3);
}

TEST(Ratios, AreTakenRoundByRound) {
  EXPECT_THAT(ratios(std::vector{6.0, 2.0}, std::vector{3.0, 4.0}), ElementsAre(2, 0.5));
}

TEST(Ratios, RankOnlyWhereAllRoundsAreOnOneSide) {
  EXPECT_TRUE(agree(std::vector{1.1, 2.0}));
  EXPECT_TRUE(agree(std::vector{0.1, 0.9}));
  EXPECT_FALSE(agree(std::vector{0.9, 1.1}));
  EXPECT_FALSE(agree(std::vector{1.0, 1.1}));
}

TEST(RatioOfMedians, HasAnIntervalThatShrinksWithTheSpread) {
  const std::vector<double> before{100, 101, 99, 100, 102};
  const Interval narrow = ratio_of_medians(std::vector<double>{200, 201, 199, 202, 200}, before);
  EXPECT_NEAR(narrow.ratio, 2, 0.01);
  EXPECT_GT(narrow.low, 1.9);
  EXPECT_LT(narrow.high, 2.1);
  const Interval wide = ratio_of_medians(std::vector<double>{50, 400, 200, 90, 300}, before);
  EXPECT_EQ(wide.ratio, 2);
  EXPECT_LT(wide.low, 1) << "so it can't be told which is faster";
  EXPECT_GT(wide.high, 2.5);
}

TEST(RatioOfMedians, IsTheSameForTheSameValues) {
  const std::vector<double> a{3, 1, 2, 5, 4};
  const std::vector<double> b{2, 2, 3, 1, 2};
  EXPECT_EQ(ratio_of_medians(a, b).low, ratio_of_medians(a, b).low);
}

}  // namespace
}  // namespace weir::bench
