#include "link/sequence_set.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <set>

namespace weir::link {
namespace {

constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();

TEST(SequenceSet, HoldsNothingAtFirst) {
  const SequenceSet set;
  EXPECT_FALSE(set.contains(0));
  EXPECT_FALSE(set.contains(kLast));
}

TEST(SequenceSet, TakesEachNumberOnce) {
  SequenceSet set;
  for (const std::uint64_t number : {3U, 0U, 1U, 9U}) EXPECT_TRUE(set.add(number)) << number;
  for (const std::uint64_t number : {0U, 1U, 3U, 9U}) {
    EXPECT_FALSE(set.add(number)) << number;
    EXPECT_TRUE(set.contains(number)) << number;
  }
  EXPECT_FALSE(set.contains(2));
  EXPECT_FALSE(set.contains(4));
}

TEST(SequenceSet, MergesRunsThatMeet) {
  SequenceSet set;
  for (const std::uint64_t first : {0U, 4U, 2U}) set.cover(first, 2);
  for (std::uint64_t number = 0; number < 6; ++number) EXPECT_TRUE(set.contains(number)) << number;
  EXPECT_FALSE(set.contains(6));
  EXPECT_TRUE(set.add(6));
}

TEST(SequenceSet, SwallowsRunsThatANewOneCovers) {
  SequenceSet set;
  for (const std::uint64_t number : {2U, 4U, 6U, 20U}) set.add(number);
  set.cover(1, 8);
  for (std::uint64_t number = 1; number < 9; ++number) EXPECT_FALSE(set.add(number)) << number;
  EXPECT_TRUE(set.add(9));
  EXPECT_FALSE(set.add(20));
}

TEST(SequenceSet, ReachesToTheLastNumber) {
  SequenceSet set;
  EXPECT_TRUE(set.add(kLast - 1));
  EXPECT_TRUE(set.contains(kLast - 1));
  EXPECT_FALSE(set.add(kLast - 1));
}

TEST(SequenceSet, IsWhatAPlainSetIs) {
  std::mt19937 random(7);
  SequenceSet runs;
  std::set<std::uint64_t> plain;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t first = random() % 3000;
    const std::uint64_t count = 1 + random() % 4;
    if (count == 1) {
      ASSERT_EQ(runs.add(first), !plain.contains(first));
    } else {
      runs.cover(first, count);
    }
    for (std::uint64_t number = first; number < first + count; ++number) plain.insert(number);
  }
  for (std::uint64_t number = 0; number < 3010; ++number) ASSERT_EQ(runs.contains(number), plain.contains(number));
}

TEST(SequenceSet, ForgetsTheLowestRatherThanGrowWithoutBound) {
  SequenceSet set;
  constexpr std::uint64_t kRuns = 6 * SequenceSet::kRemembered;
  for (std::uint64_t i = 0; i < kRuns; ++i) ASSERT_TRUE(set.add(2 * i));
  EXPECT_FALSE(set.contains(0));
  std::uint64_t kept = 0;
  for (std::uint64_t i = 0; i < kRuns; ++i) kept += set.contains(2 * i) ? 1 : 0;
  EXPECT_LE(kept, 2 * SequenceSet::kRemembered);
  EXPECT_GE(kept, SequenceSet::kRemembered);
  for (std::uint64_t i = kRuns - kept; i < kRuns; ++i) ASSERT_TRUE(set.contains(2 * i));
}

}  // namespace
}  // namespace weir::link
