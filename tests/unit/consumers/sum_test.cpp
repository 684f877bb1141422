#include <gtest/gtest.h>

#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using v1::Number;

drive::Consumed sum(const std::vector<std::int64_t>& values) {
  return drive::consume<Number>(consumers::sum(), {}, payloads::numbers(values));
}

TEST(Sum, AddsNumbersUp) {
  EXPECT_EQ(sum({}).results, (Results{{"sum", std::int64_t{0}}}));
  EXPECT_EQ(sum({5, -7, 12}).results, (Results{{"sum", std::int64_t{10}}}));
}

TEST(Sum, StaysExactBeyondSixtyFourBits) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(sum({kMost, kMost, 3}).results, (Results{{"sum", WholeNumber{"18446744073709551617"}}}));
  EXPECT_EQ(sum({kLeast, kLeast}).results, (Results{{"sum", WholeNumber{"-18446744073709551616"}}}));
  EXPECT_EQ(sum({kLeast, kLeast, kMost, 1}).results, (Results{{"sum", kLeast}}));
}

TEST(Sum, GoesOnWhereAnEarlierLifeHadCommitted) {
  EXPECT_EQ(drive::consume_in_two_lives<Number>(consumers::sum(), {}, payloads::numbers({5, -7, 12, 1}), 2),
            (Results{{"sum", std::int64_t{11}}}));
}

TEST(Sum, AddsTheValuesOfSamplesUpInTheirOrder) {
  const auto sum_of = [](const std::vector<double>& values) {
    return drive::consume<v1::Sample>(consumers::sum(), {}, payloads::samples("x", values)).results;
  };
  EXPECT_EQ(sum_of({}), (Results{{"sum", 0.0}}));
  EXPECT_EQ(sum_of({0.1, 0.2, 0.3}), (Results{{"sum", 0.1 + 0.2 + 0.3}}));
  EXPECT_EQ(sum_of({1e16, 1, -1e16}), (Results{{"sum", 0.0}}));
}

TEST(Sum, OfSamplesGoesOnWhereAnEarlierLifeHadCommitted) {
  EXPECT_EQ(drive::consume_in_two_lives<v1::Sample>(consumers::sum(), {}, payloads::samples("x", {0.5, -7, 12, 1}), 2),
            (Results{{"sum", 6.5}}));
}

}  // namespace
}  // namespace weir
