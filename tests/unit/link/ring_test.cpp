#include "link/ring.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <random>

namespace weir::link {
namespace {

TEST(Ring, IsEmptyAtFirstAndAgainAfterItsLastElement) {
  Ring<int> ring;
  EXPECT_TRUE(ring.empty());
  ring.push_back(1);
  EXPECT_EQ(ring.size(), 1U);
  ring.pop_front();
  EXPECT_TRUE(ring.empty());
}

TEST(Ring, GivesOutInTheOrderPutInHoweverItGrowsAndWraps) {
  std::mt19937 random(3);
  Ring<int> ring;
  std::deque<int> queue;
  for (int next = 0; next < 20'000; ++next) {
    if (random() % 100 < 52 || queue.empty()) {
      ring.push_back(next);
      queue.push_back(next);
    } else {
      ring.pop_front();
      queue.pop_front();
    }
    ASSERT_EQ(ring.size(), queue.size());
    if (!queue.empty()) {
      ASSERT_EQ(ring.front(), queue.front());
      ASSERT_EQ(ring[ring.size() - 1], queue.back());
      ASSERT_EQ(ring[ring.size() / 2], queue[queue.size() / 2]);
    }
  }
}

TEST(Ring, KeepsItsMemory) {
  Ring<int> ring;
  for (int i = 0; i < 16; ++i) ring.push_back(i);
  const int* const slot = &ring.front();
  for (int i = 0; i < 16; ++i) ring.pop_front();
  for (int round = 0; round < 100; ++round) {
    for (int i = 0; i < 16; ++i) ring.push_back(i);
    EXPECT_EQ(&ring.front(), slot);
    for (int i = 0; i < 16; ++i) ring.pop_front();
  }
}

TEST(Ring, HoldsWhatCanOnlyBeMoved) {
  Ring<std::unique_ptr<int>> ring;
  for (int i = 0; i < 100; ++i) ring.push_back(std::make_unique<int>(i));
  for (int i = 0; i < 100; ++i, ring.pop_front()) ASSERT_EQ(*ring.front(), i);
}

}  // namespace
}  // namespace weir::link
