#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Sample;

std::vector<Sample> computed(const drive::With& with, const std::vector<std::int64_t>& numbers) {
  return drive::transform<Sample>(transformers::trig(), with, payloads::numbers(numbers)).records;
}

double plain_loop(std::int64_t number, int iterations) {
  auto x = static_cast<double>(number);
  for (int i = 0; i < iterations; ++i) x += std::cos(x) + std::sin(x);
  return x;
}

TEST(Trig, AddsCosineAndSineOfX) {
  EXPECT_THAT(payloads::values(computed({{"iterations", "1"}}, {0, 3})),
              ElementsAre(1, 3 + (std::cos(3.0) + std::sin(3.0))));
}

TEST(Trig, EqualsThePlainLoopBitForBit) {
  const std::vector<std::int64_t> numbers{0, 1, -1, 42, 1'000'000, -9'007'199'254'740'993, 9'223'372'036'854'775'807};
  for (const int iterations : {1, 2, 10, 1000}) {
    std::vector<double> expected;
    for (const std::int64_t number : numbers) expected.push_back(plain_loop(number, iterations));
    EXPECT_EQ(payloads::values(computed({{"iterations", std::to_string(iterations)}}, numbers)), expected);
  }
}

TEST(Trig, IteratesTenTimesByDefault) {
  EXPECT_THAT(payloads::values(computed({}, {7})), ElementsAre(plain_loop(7, 10)));
}

TEST(Trig, AnswersWithASampleOfNothingButAValue) {
  const auto made = computed({}, {7});
  ASSERT_EQ(made.size(), 1);
  EXPECT_EQ(made[0].name(), "");
  EXPECT_EQ(made[0].unit(), "");
  EXPECT_EQ(made[0].time_ns(), 0);
  EXPECT_TRUE(computed({}, {}).empty());
}

TEST(Trig, HasBoundsForItsIterations) {
  for (const char* iterations : {"0", "1000001"}) {
    EXPECT_EQ(drive::problem_with(transformers::trig(), {{"iterations", iterations}}),
              "iterations: must be from 1 to 1000000");
  }
}

}  // namespace
}  // namespace weir
