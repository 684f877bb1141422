#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// How a link ends.
namespace weir::link {
namespace {

class End : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, End, testing::ValuesIn(kWays), way_name);

TEST_P(End, ComesThoughNothingWasEverSent) {
  LinkUnderTest link(terms(8), transport());
  link.greet();
  EXPECT_FALSE(link.receiver().inlet.ended());
  link.finish();
  EXPECT_TRUE(link.receiver().inlet.ended());
  EXPECT_TRUE(link.receiver().arrivals.empty());
}

TEST_P(End, IsNotOverWhileABatchIsNotAcknowledged) {
  LinkUnderTest link(terms(8), transport());
  link.greet();
  link.receiver().acknowledges = false;
  link.sender().offer_numbers(1);
  link.outlet().end();
  link.until([&] { return link.receiver().inlet.ended(); });
  link.turn();
  EXPECT_FALSE(link.outlet().finished());
  link.receiver().catch_up();
  link.until([&] { return link.sender().acknowledged.size() == 1; });
  EXPECT_FALSE(link.outlet().finished()) << "the receiver has not said that it knows";
  link.receiver().inlet.farewell();
  link.until([&] { return link.outlet().finished(); });
}

TEST_P(End, CarriesTheLastAcknowledgements) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  link.sender().offer_numbers(1);
  link.sender().turn();
  link.outlet().end();
  Inlet& inlet = link.receiver().inlet;
  link.receiver().acknowledges = false;
  link.until([&] { return inlet.ended(); });
  for (const Origin& origin : link.receiver().owed) inlet.acknowledge(origin);
  inlet.farewell();
  link.until([&] { return link.outlet().finished(); });
  EXPECT_EQ(link.sender().acknowledged.size(), 1U);
}

TEST_P(End, FollowsEverythingThatWaitsForRoom) {
  LinkUnderTest link(terms(1), transport());
  link.greet();
  link.sender().offer_numbers(50);
  link.sender().offer_numbers(0);
  link.finish();
  EXPECT_EQ(link.receiver().values, first_numbers(50));
  EXPECT_EQ(link.receiver().arrivals.size(), 51U) << "the parts of the first, and the number of the second";
}

TEST_P(End, WaitsForEveryReceiver) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkUnderTest link(terms(64), transport(), {.senders = 1, .receivers = 2});
  link.greet();
  link.sender().offer_numbers(20);
  link.outlet().end();
  link.until([&] { return link.receivers[0].inlet.ended() && link.receivers[1].inlet.ended(); });
  link.receivers[1].inlet.farewell();
  for (int i = 0; i < 10; ++i) link.turn();
  EXPECT_FALSE(link.outlet().finished());
  link.receivers[0].inlet.farewell();
  link.until([&] { return link.outlet().finished(); });
}

TEST_P(End, IsKnownToAReceiverWhenEverySenderHasEnded) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkUnderTest link(terms(64), transport(), {.senders = 2, .receivers = 1});
  link.greet();
  link.senders[1].offer_numbers(3, 1);
  link.senders[1].outlet.end();
  link.until([&] { return link.receiver().records == 3; });
  for (int i = 0; i < 10; ++i) link.turn();
  EXPECT_FALSE(link.receiver().inlet.ended());
  link.finish();
  EXPECT_TRUE(link.receiver().inlet.ended());
}

TEST_P(End, IsNotReachedWhileAnArrivalIsNotTakenUp) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  for (int i = 0; i < 2; ++i) link.sender().offer_numbers(1);
  link.outlet().end();
  Inlet& inlet = link.receiver().inlet;
  int taken = 0;
  link.sender().turn();
  while (taken < 2) {
    EXPECT_FALSE(inlet.ended());
    const Arrival* const arrival = inlet.next();
    if (arrival == nullptr) continue;
    inlet.release(*arrival);
    ++taken;
  }
  link.until([&] { return inlet.ended(); });
}

TEST(OrderedEnd, FailsWhereABatchIsMissing) {
  LinkUnderTest link({.name = "", .capacity = 64, .ordered = true, .batch_records = 4}, Transport::kHandOver);
  link.greet();
  link.sender().next_sequence[0] = 1;
  link.sender().offer_numbers(1);
  EXPECT_NO_THROW(link.turn());
  link.outlet().end();
  EXPECT_THROW(
      {
        link.turn();
        link.turn();
      },
      StageError);
}

}  // namespace
}  // namespace weir::link
