#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// The capacity is exact: records accepted and not yet worked off, of one sending replica, over all its receivers.
namespace weir::link {
namespace {

class Capacity : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Capacity, testing::ValuesIn(kWays), way_name);

/// Turns without waiting, more often than anything could still move.
void settle(LinkUnderTest& link) {
  for (int quiet = 0; quiet < 3;) quiet = link.turn() ? 0 : quiet + 1;
}

TEST_P(Capacity, IsReachedAndNeverExceededWhereNobodyAcknowledges) {
  for (const std::uint32_t capacity : {1U, 2U, 7U, 8U, 8192U}) {
    LinkUnderTest link(terms(capacity), transport());
    link.greet();
    link.receiver().acknowledges = false;
    for (std::uint32_t i = 0; i < capacity + 10 && link.outlet().has_room(); ++i) {
      link.sender().offer_numbers(1 + i % std::max(1U, capacity / 8));
      settle(link);
      ASSERT_LE(link.outlet().accepted(), capacity);
    }
    link.until([&] { return link.receiver().records == link.outlet().accepted(); });
    EXPECT_FALSE(link.outlet().has_room());
    EXPECT_GT(link.outlet().accepted(), capacity - std::max(1U, capacity / 8));
  }
}

TEST_P(Capacity, IsFilledToTheLastRecordBySingleOnes) {
  for (const std::uint32_t capacity : {1U, 2U, 7U, 8U, 8192U}) {
    if (capacity > kMostBlocks && terms(capacity).least_in_blocks == 1) continue;  // there are not so many blocks
    LinkUnderTest link(terms(capacity), transport());
    link.greet();
    link.receiver().acknowledges = false;
    while (link.outlet().has_room()) link.sender().offer_numbers(1);
    link.until([&] { return link.receiver().records == capacity; });
    EXPECT_EQ(link.outlet().accepted(), capacity);
    EXPECT_EQ(link.sender().next_value, capacity + 1) << "one waits, and is not accepted yet";
  }
}

TEST_P(Capacity, ComesBackWithEachAcknowledgement) {
  for (const std::uint32_t capacity : {1U, 2U, 7U, 8U}) {
    LinkUnderTest link(terms(capacity), transport());
    link.greet();
    link.receiver().acknowledges = false;
    link.sender().offer_numbers(100);
    std::uint64_t acknowledged = 0;
    while (link.receiver().records < 100) {
      link.until([&] { return link.receiver().records == std::min<std::uint64_t>(100, acknowledged + capacity); });
      ASSERT_EQ(link.outlet().accepted(), acknowledged + link.receiver().owed.size());
      link.receiver().inlet.acknowledge(link.receiver().owed.front());
      link.receiver().inlet.flush();
      link.receiver().owed.erase(link.receiver().owed.begin());
      ++acknowledged;
    }
    EXPECT_EQ(link.receiver().values, first_numbers(100));
  }
}

TEST_P(Capacity, IsSharedByAllReceivers) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkUnderTest link(terms(64), transport(), {.senders = 1, .receivers = 3});
  link.greet();
  for (Receiving& receiver : link.receivers) receiver.acknowledges = false;
  while (link.outlet().has_room()) link.sender().offer_numbers(1);
  const auto records = [&] {
    return link.receivers[0].records + link.receivers[1].records + link.receivers[2].records;
  };
  link.until([&] { return records() == 64; });
  EXPECT_EQ(link.outlet().accepted(), 64U);
}

TEST_P(Capacity, IsOfEachSenderOnItsOwn) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkUnderTest link(terms(8), transport(), {.senders = 2, .receivers = 1});
  link.greet();
  link.receiver().acknowledges = false;
  for (std::uint32_t stream = 0; stream < 2; ++stream) {
    while (link.senders[stream].outlet.has_room()) link.senders[stream].offer_numbers(1, stream);
  }
  link.until([&] { return link.receiver().records == 16; });
  for (Sending& sender : link.senders) EXPECT_EQ(sender.outlet.accepted(), 8U);
}

TEST_P(Capacity, CountsNoBatchWithoutRecords) {
  LinkUnderTest link(terms(1), transport());
  link.greet();
  link.receiver().acknowledges = false;
  link.sender().offer_numbers(1);
  for (int i = 0; i < 50; ++i) link.sender().offer_numbers(0);
  link.until([&] { return link.receiver().arrivals.size() >= 2; });
  EXPECT_EQ(link.outlet().accepted(), 1U);
}

/// The receiver gives room back, and acknowledges only once it catches up.
void meet_one_that_works_off_but_keeps(LinkUnderTest& link) {
  link.greet();
  link.receiver().acknowledges = false;
  link.receiver().frees_room = true;
}

TEST_P(Capacity, CountsNothingThatIsWorkedOffButStillNeeded) {
  LinkUnderTest link(terms(16), transport());
  meet_one_that_works_off_but_keeps(link);
  for (std::uint64_t sent = 0; sent < 160; ++sent) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(1);
  }
  link.until([&] { return link.receiver().records == 160; });
  EXPECT_THAT(link.sender().acknowledged, testing::IsEmpty());
  link.receiver().catch_up();
  link.until([&] { return link.sender().acknowledged.size() == 160; });
}

TEST_P(Capacity, LeavesWhatIsStillNeededItsOwnBound) {
  LinkTerms bounded = terms(16);
  bounded.most_held = 40;
  LinkUnderTest link(bounded, transport());
  meet_one_that_works_off_but_keeps(link);
  for (int sent = 0; sent < 40; ++sent) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(1);
  }
  link.sender().offer_numbers(1);  // waits
  link.until([&] { return link.receiver().records == 40; });
  EXPECT_FALSE(link.outlet().has_room());
  EXPECT_EQ(link.outlet().accepted(), 40U);
  link.receiver().catch_up();
  link.until([&] { return link.receiver().records == 41; });
}

TEST_P(Capacity, LetsNoReceiverOweMoreThanItCanTellAgain) {
  LinkTerms bounded = terms(16);
  bounded.most_owed = 3;
  LinkUnderTest link(bounded, transport());
  meet_one_that_works_off_but_keeps(link);
  for (int sent = 0; sent < 4; ++sent) link.sender().offer_numbers(1);  // the last one waits
  link.until([&] { return link.receiver().records == 3; });
  EXPECT_FALSE(link.outlet().has_room());
  link.receiver().catch_up();
  link.until([&] { return link.receiver().records == 4; });
}

TEST(Acknowledgement, GoesBackInHandfulsOfHalfAWindow) {
  LinkUnderTest link({.name = "", .capacity = 16, .batch_records = 2}, Transport::kHandOver);
  link.greet();
  link.sender().offer_numbers(16);
  link.sender().turn();
  Inlet& inlet = link.receiver().inlet;
  for (int batch = 1; batch <= 8; ++batch) {
    const Arrival* const arrival = inlet.next();
    ASSERT_NE(arrival, nullptr);
    inlet.release(*arrival);
    inlet.acknowledge(arrival->origin);
    const bool told = link.outlet().receive(link.sender().settled);
    EXPECT_EQ(told, batch == 4 || batch == 8) << batch;
  }
}

TEST(Acknowledgement, GoesBackInHandfulsOfTheWindowThatASenderUsesWhereItDropsTheOldest) {
  LinkUnderTest link({.name = "", .capacity = 16, .when_full = WhenFull::kDropOldest, .batch_records = 1},
                     Transport::kHandOver);
  link.greet();
  link.sender().offer_numbers(16);
  link.sender().turn();
  Inlet& inlet = link.receiver().inlet;
  for (int batch = 1; batch <= 4; ++batch) {
    const Arrival* const arrival = inlet.next();
    ASSERT_NE(arrival, nullptr);
    inlet.release(*arrival);
    inlet.acknowledge(arrival->origin);
    EXPECT_EQ(link.outlet().receive(link.sender().settled), batch == 4);
  }
}

}  // namespace
}  // namespace weir::link
