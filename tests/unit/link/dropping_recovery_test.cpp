#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "link_under_test.h"

// A receiver that is killed and comes back to a link that drops: each record is delivered once, or counted as dropped.
namespace weir::link {
namespace {

using testing::SizeIs;

/// A link that drops, whose receiver has come back and been heard, but not been sent anything again.
class DroppingRecovery : public testing::TestWithParam<WhenFull> {
 protected:
  DroppingRecovery()
      : link_({.name = "", .capacity = 16, .when_full = GetParam(), .batch_records = 2}, Transport::kHandOver) {
    link_.greet();
    link_.receiver().acknowledges = false;
  }

  void bring_back_receiver() {
    link_.restart_receiver(0);
    link_.receiver().inlet.greet();
    while (!link_.outlet().receive(link_.sender().settled)) continue;
  }

  void expect_delivered_or_dropped() {
    link_.finish();
    EXPECT_EQ(link_.receiver().records + link_.outlet().dropped(), link_.outlet().accepted());
    EXPECT_TRUE(std::ranges::is_sorted(link_.receiver().values, std::less_equal<>())) << "none twice, all in order";
    EXPECT_THAT(link_.sender().acknowledged, SizeIs(link_.sender().next_sequence[0]));
  }

  LinkUnderTest link_;
};

INSTANTIATE_TEST_SUITE_P(Links, DroppingRecovery, testing::Values(WhenFull::kDropNewest, WhenFull::kDropOldest));

TEST_P(DroppingRecovery, GoesOnBehindWhatComesAgain) {
  link_.sender().offer_numbers(12);
  link_.turn();
  bring_back_receiver();
  for (int i = 0; i < 20; ++i) link_.sender().offer_numbers(2);
  expect_delivered_or_dropped();
}

TEST_P(DroppingRecovery, ClosesASequenceBehindItsPartsThatComeAgain) {
  link_.receiver().frees_room = true;
  for (int i = 0; i < 10; ++i) {
    link_.sender().offer_numbers(8);
    while (link_.turn()) continue;
  }
  link_.receiver().frees_room = false;
  link_.sender().offer_numbers(40);
  link_.turn();
  bring_back_receiver();  // which has less room than it is to be sent again
  for (int i = 0; i < 3; ++i) link_.sender().offer_numbers(40);
  expect_delivered_or_dropped();
}

}  // namespace
}  // namespace weir::link
