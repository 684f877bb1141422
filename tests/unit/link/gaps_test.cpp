#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// Numbers without records: what a filter answers.
namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Gaps : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Gaps, testing::ValuesIn(kWays), way_name);

std::vector<Identity> identities(const Receiving& receiver) {
  std::vector<Identity> found;
  for (const Arrival& arrival : receiver.arrivals) found.push_back(arrival.identity);
  return found;
}

void offer_empty(Sending& sender, const Identity& identity) {
  Answer& answer = sender.pool.take();
  answer.identity = identity;
  sender.offer(answer, identity.sequence);
}

/// A record, as the first part of sequence 0.
void offer_first_part(Sending& sender) {
  Answer& answer = sender.pool.take();
  answer.identity = {.stream = 0, .sequence = 0, .span = 1, .part = 0, .more = true};
  static_cast<RecordsOf<v1::Number>&>(*answer.records).append();
  sender.offer(answer);
}

TEST_P(Gaps, MergeIntoOneRangeOfNumbers) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  for (int i = 0; i < 1000; ++i) link.sender().offer_numbers(0);
  link.finish();
  EXPECT_THAT(identities(link.receiver()), ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 1000}));
  EXPECT_THAT(link.sender().acknowledged, SizeIs(1000));
}

TEST_P(Gaps, MergeStreamByStream) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  for (std::uint32_t i = 0; i < 300; ++i) link.sender().offer_numbers(0, i % 3);
  link.finish();
  EXPECT_THAT(identities(link.receiver()), ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 100},
                                                       Identity{.stream = 1, .sequence = 0, .span = 100},
                                                       Identity{.stream = 2, .sequence = 0, .span = 100}));
}

TEST_P(Gaps, GrowByRangesThatCameAsOne) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 10});
  offer_empty(link.sender(), {.stream = 0, .sequence = 10, .span = 5});
  offer_empty(link.sender(), {.stream = 0, .sequence = 16});
  link.finish();
  EXPECT_THAT(identities(link.receiver()), ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 15},
                                                       Identity{.stream = 0, .sequence = 16, .span = 1}));
}

TEST_P(Gaps, AreNoPartsThoughTheLastPartOfABatchWasAnsweredByNothing) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 1, .part = 0, .more = true});
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 1, .part = 1, .more = false});
  offer_empty(link.sender(), {.stream = 0, .sequence = 1});
  link.finish();
  EXPECT_THAT(identities(link.receiver()), ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 2}));
  EXPECT_THAT(link.sender().acknowledged, SizeIs(3));
}

TEST_P(Gaps, CloseASequenceOfWhichPartsWereSent) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  offer_first_part(link.sender());
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 1, .part = 1, .more = true});
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 1, .part = 2, .more = false});
  link.finish();
  EXPECT_THAT(identities(link.receiver()),
              ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 1, .part = 0, .more = true},
                          Identity{.stream = 0, .sequence = 0, .span = 1, .part = 1, .more = false}));
}

void offer_lost(Sending& sender, std::uint64_t sequence, std::uint32_t records) {
  Answer& answer = sender.pool.take();
  answer.identity = {.stream = 0, .sequence = sequence};
  answer.lost = records;
  sender.offer(answer, sequence);
}

TEST_P(Gaps, ThatStandForALossKeepToThemselves) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  offer_empty(link.sender(), {.stream = 0, .sequence = 0});
  offer_lost(link.sender(), 1, 7);
  offer_lost(link.sender(), 2, 8);
  offer_empty(link.sender(), {.stream = 0, .sequence = 3});
  link.finish();
  std::vector<std::uint32_t> lost;
  for (const Arrival& arrival : link.receiver().arrivals) lost.push_back(arrival.lost);
  EXPECT_THAT(lost, ElementsAre(0, 7, 8, 0));
  EXPECT_THAT(link.sender().acknowledged, SizeIs(4));
}

TEST_P(Gaps, ThatStandForALossGoWhereTheRecordsHadGone) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkTerms dealt = terms(64);
  dealt.dealt = true;
  LinkUnderTest link(dealt, transport(), {.senders = 1, .receivers = 3});
  link.greet();
  for (std::uint64_t sequence = 0; sequence < 30; ++sequence) offer_lost(link.sender(), sequence, 7);
  link.finish();
  for (std::size_t receiver = 0; receiver < 3; ++receiver) {
    EXPECT_THAT(link.receivers[receiver].arrivals, SizeIs(10));
    for (const Arrival& arrival : link.receivers[receiver].arrivals) {
      EXPECT_EQ(arrival.identity.sequence % 3, receiver);
    }
  }
}

TEST_P(Gaps, ThatStandForALossAreTheLastPartOfWhatHadCome) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  offer_first_part(link.sender());
  link.until([&] { return link.receiver().arrivals.size() == 1; });
  offer_lost(link.sender(), 0, 7);
  offer_lost(link.sender(), 1, 8);
  offer_lost(link.sender(), 1, 8);
  link.finish();
  EXPECT_THAT(identities(link.receiver()),
              ElementsAre(Identity{.stream = 0, .sequence = 0, .span = 1, .part = 0, .more = true},
                          Identity{.stream = 0, .sequence = 0, .span = 1, .part = 1, .more = false},
                          Identity{.stream = 0, .sequence = 1}))
      << "and what came before is a duplicate";
}

TEST_P(Gaps, AreBoundedOnTheirWay) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  link.receiver().acknowledges = false;
  std::uint64_t offered = 0;
  while (link.outlet().has_room()) {
    offer_empty(link.sender(), {.stream = 0, .sequence = 2 * offered++});  // no two are neighbours
    link.sender().turn();
    ASSERT_LE(offered, 1000U);
  }
  link.until([&] { return link.receiver().arrivals.size() == 64; });
  EXPECT_THAT(link.sender().acknowledged, IsEmpty());
  link.receiver().acknowledges = true;
  link.receiver().catch_up();
  link.finish();
  EXPECT_THAT(link.receiver().arrivals, SizeIs(offered));
  EXPECT_THAT(link.sender().acknowledged, SizeIs(offered));
}

TEST(SharedGaps, GoToTheReceiversThatAcknowledgeThem) {
  LinkUnderTest link({.name = "", .capacity = 64, .batch_records = 4}, Transport::kHandOver,
                     {.senders = 1, .receivers = 2});
  link.greet();
  link.receivers[0].acknowledges = false;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    ASSERT_TRUE(link.outlet().has_room()) << i;
    offer_empty(link.sender(), {.stream = 0, .sequence = 2 * i});
    link.turn();
  }
  EXPECT_LE(link.receivers[0].arrivals.size(), 64U);
}

TEST(OrderedGaps, ReachEachReceiverNumberByNumber) {
  LinkUnderTest link({.name = "", .capacity = 64, .ordered = true, .batch_records = 4}, Transport::kHandOver,
                     {.senders = 1, .receivers = 3});
  link.greet();
  // The filter stands further up the pipeline, where its empty answers became one range.
  offer_empty(link.sender(), {.stream = 0, .sequence = 0, .span = 500});
  link.sender().next_sequence[0] = 500;
  for (int i = 0; i < 6; ++i) link.sender().offer_numbers(1);
  link.finish();
  EXPECT_THAT(link.receivers[0].values, ElementsAre(1, 4));
  EXPECT_THAT(link.receivers[1].values, ElementsAre(2, 5));
  EXPECT_THAT(link.receivers[2].values, ElementsAre(0, 3));
  for (const Receiving& receiver : link.receivers) {
    for (const Arrival& arrival : receiver.arrivals) EXPECT_EQ(arrival.identity.span, 1U);
  }
  EXPECT_EQ(std::ranges::count(link.sender().acknowledged, 0U), 1) << "once all 500 numbers are acknowledged";
}

}  // namespace
}  // namespace weir::link
