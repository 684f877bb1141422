#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/matrices.h"

namespace weir {
namespace {

using payloads::matrix;
using testing::ElementsAre;
using v1::Matrix;

drive::Consumed sum(const drive::With& with, const std::vector<Matrix>& matrices) {
  return drive::consume<Matrix>(consumers::element_sum(), with, matrices);
}

const drive::With kFirst{{"row", "0"}, {"column", "0"}};

double sum_of_firsts(const std::vector<double>& values) {
  std::vector<Matrix> matrices;
  for (const double value : values) matrices.push_back(matrix(1, {value}));
  return std::get<double>(sum(kFirst, matrices).results.at("sum"));
}

Results total(double sum, std::int64_t count) { return {{"sum", sum}, {"count", count}}; }

TEST(ElementSum, AddsUpOneElementOfEachMatrix) {
  const std::vector<Matrix> matrices{matrix(2, {1, 2, 3, 4}), matrix(3, {10, 20, 30, 40, 50, 60, 70, 80, 90})};
  EXPECT_EQ(sum({{"row", "1"}, {"column", "0"}}, matrices).results, total(43, 2));
  EXPECT_EQ(sum({{"row", "0"}, {"column", "1"}}, matrices).results, total(22, 2));
  EXPECT_EQ(sum(kFirst, {}).results, total(0, 0));
}

TEST(ElementSum, TakesRowAndColumnFiftyByDefault) {
  Matrix large = matrix(51, std::vector<double>(51 * 51));
  *large.mutable_elements()->rbegin() = 7;
  EXPECT_EQ(sum({}, {large}).results, total(7, 1));
}

TEST(ElementSum, RejectsAMatrixWithoutThatElement) {
  const auto got = sum({{"row", "1"}, {"column", "0"}}, {matrix(1, {5}), matrix(2, {1, 2, 3, 4}), matrix(0, {})});
  EXPECT_EQ(got.results, total(3, 1));
  EXPECT_THAT(got.rejected, ElementsAre("a matrix of size 1 has no element in row 1, column 0",
                                        "a matrix of size 0 has no element in row 1, column 0"));
  EXPECT_THAT(sum({{"row", "0"}, {"column", "2"}}, {matrix(2, {1, 2, 3, 4})}).rejected,
              ElementsAre("a matrix of size 2 has no element in row 0, column 2"));
}

TEST(ElementSum, RejectsAMatrixWhoseElementsAreNotAsManyAsItsSizeSays) {
  const auto got = sum(kFirst, {matrix(2, {1, 2, 3}), matrix(4'294'967'295, {1}), matrix(1, {5})});
  EXPECT_EQ(got.results, total(5, 1));
  EXPECT_THAT(got.rejected,
              ElementsAre("a matrix of size 2 with 3 elements", "a matrix of size 4294967295 with 1 elements"));
}

TEST(ElementSum, RejectsAnElementThatIsNotFinite) {
  const auto got = sum(kFirst, {matrix(1, {std::numeric_limits<double>::infinity()}), matrix(1, {2}),
                                matrix(1, {std::numeric_limits<double>::quiet_NaN()})});
  EXPECT_EQ(got.results, total(2, 1));
  EXPECT_THAT(got.rejected,
              ElementsAre("the element in row 0, column 0 is inf", "the element in row 0, column 0 is nan"));
}

TEST(ElementSum, LosesNothingOfSmallElementsBesideHugeOnes) {
  EXPECT_EQ(sum_of_firsts({1, 1e100, 1, -1e100}), 2);
  EXPECT_EQ(sum_of_firsts({1e100, 1, -1e100, 1}), 2);
}

TEST(ElementSum, DoesNotDependOnTheOrderOfArrival) {
  std::vector<double> values;
  double value = 1;
  for (int i = 0; i < 20'000; ++i) {
    value = value * 997 - std::floor(value * 997 / 1000) * 1000 + 0.1;
    values.push_back(i % 2 == 0 ? value : value * 1e-9);
  }
  const double forward = sum_of_firsts(values);
  std::ranges::reverse(values);
  EXPECT_NEAR(sum_of_firsts(values) / forward, 1, 1e-15);
  std::ranges::sort(values);
  EXPECT_NEAR(sum_of_firsts(values) / forward, 1, 1e-15);
}

TEST(ElementSum, GoesOnWhereAnEarlierLifeHadCommitted) {
  const std::vector<Matrix> matrices{matrix(1, {1}), matrix(1, {1e100}), matrix(1, {1}), matrix(1, {-1e100})};
  for (const std::size_t first : {0, 1, 2, 3}) {
    EXPECT_EQ(drive::consume_in_two_lives<Matrix>(consumers::element_sum(), kFirst, matrices, first), total(2, 4))
        << first;
  }
}

TEST(ElementSum, RefusesANegativeRow) {
  EXPECT_EQ(drive::problem_with(consumers::element_sum(), {{"row", "-1"}}), "row: must be 0 or more");
}

}  // namespace
}  // namespace weir
