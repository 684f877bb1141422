#include "run/patience.h"

#include <gtest/gtest.h>

namespace weir::run {
namespace {

/// Waits that go by without a look before the next one.
int waits_without(Patience& patience) {
  int waits = 0;
  while (!patience.is_left()) ++waits;
  return waits;
}

TEST(Patience, IsLessAfterEachLookInVain) {
  Patience patience;
  EXPECT_EQ(waits_without(patience), 0);
  for (const int expected : {1, 2, 4, 8, 16, 32, 64, 64}) {
    patience.note_look(false);
    EXPECT_EQ(waits_without(patience), expected);
  }
}

TEST(Patience, IsBackAfterALookThatFoundSomething) {
  Patience patience;
  for (int i = 0; i < 5; ++i) patience.note_look(false);
  waits_without(patience);
  patience.note_look(true);
  EXPECT_EQ(waits_without(patience), 0);
}

}  // namespace
}  // namespace weir::run
