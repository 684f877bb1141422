#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/matrices.h"

namespace weir {
namespace {

using payloads::elements;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::SizeIs;
using v1::Matrix;

drive::Made<Matrix> matrices(const drive::With& with, std::size_t most = 1000) {
  return drive::produce<Matrix>(producers::random_matrix(), with, most);
}

TEST(RandomMatrix, HasElementsForAllRowsAndColumns) {
  for (const std::uint32_t size : {1, 2, 100}) {
    const auto made = matrices({{"size", std::to_string(size)}, {"count", "2"}});
    ASSERT_THAT(made.records, SizeIs(2));
    EXPECT_TRUE(made.has_ended);
    for (const Matrix& matrix : made.records) {
      EXPECT_EQ(matrix.size(), size);
      EXPECT_THAT(elements(matrix), SizeIs(size * size));
    }
  }
}

TEST(RandomMatrix, GoesOnWithoutEndByDefault) {
  EXPECT_FALSE(matrices({{"size", "1"}}, 3).has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::random_matrix())->total(), std::nullopt);
  EXPECT_EQ(drive::make<BatchProducer>(producers::random_matrix(), {{"count", "7"}})->total(), 7U);
}

// Computed in Python, from the paper's formulas: whoever has results keeps them.
TEST(RandomMatrix, FollowsFromSeedAndNumber) {
  const auto made = matrices({{"size", "2"}, {"count", "2"}});
  EXPECT_THAT(elements(made.records[0]), ElementsAre(DoubleEq(0.2558852031320078), DoubleEq(0.08832385701148338),
                                                     DoubleEq(0.29049544614575296), DoubleEq(0.5662832105120926)));
  EXPECT_THAT(elements(made.records[1]), ElementsAre(DoubleEq(0.3224446433011203), DoubleEq(0.5622325307619944),
                                                     DoubleEq(0.7828699535750906), DoubleEq(0.5427311406133121)));
  const auto other_seed = matrices({{"size", "2"}, {"count", "1"}, {"seed", "2"}});
  EXPECT_THAT(elements(other_seed.records[0])[0], DoubleEq(0.3964545654385826));
}

TEST(RandomMatrix, SpreadsItsElementsEvenlyFromZeroToOne) {
  const auto all = elements(matrices({{"size", "300"}, {"count", "1"}}).records[0]);
  const auto [least, most] = std::ranges::minmax(all);
  EXPECT_GE(least, 0);
  EXPECT_LT(most, 1);
  const auto count = static_cast<double>(all.size());
  EXPECT_NEAR(std::accumulate(all.begin(), all.end(), 0.0) / count, 0.5, 0.005);  // five standard errors
  EXPECT_NEAR(static_cast<double>(std::ranges::count_if(all, [](double x) { return x < 0.1; })) / count, 0.1, 0.005);
}

TEST(RandomMatrix, IsWholeInMessagesThatHeldOtherRecords) {
  const auto producer = drive::make<BatchProducer>(producers::random_matrix(), {{"size", "2"}});
  RecordsOf<Matrix> out;
  out.append() = payloads::matrix(3, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  out.append() = payloads::matrix(1, {1});
  out.clear();
  drive::KeptRejections rejections;
  producer->fill(out, {.records = 2, .calls = 9}, rejections);
  const auto made = matrices({{"size", "2"}, {"count", "2"}});
  for (const std::size_t i : {0, 1}) {
    EXPECT_EQ(out[i].size(), 2);
    EXPECT_EQ(elements(out[i]), elements(made.records[i]));
  }
}

TEST(RandomMatrix, GoesOnWhereAnEarlierLifeStood) {
  const drive::With with{{"size", "3"}, {"count", "4"}};
  const auto whole = matrices(with).records;
  for (const std::size_t first : {0, 1, 4}) {
    const auto made = drive::produce_in_two_lives<Matrix>(producers::random_matrix(), with, first);
    ASSERT_THAT(made, SizeIs(4)) << first;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(elements(made[i]), elements(whole[i])) << first;
  }
}

TEST(RandomMatrix, IsNoLargerThanALinkTakes) {
  constexpr std::size_t kLinkTakes = 32 * 1024 * 1024 - 1024;
  const auto largest = matrices({{"size", "2047"}, {"count", "1"}}).records[0];
  EXPECT_LE(largest.ByteSizeLong(), kLinkTakes);
  EXPECT_GT(std::size_t{2048} * 2048 * sizeof(double), kLinkTakes);
  for (const char* size : {"0", "2048"}) {
    EXPECT_EQ(drive::problem_with(producers::random_matrix(), {{"size", size}}), "size: must be from 1 to 2047");
  }
}

}  // namespace
}  // namespace weir
