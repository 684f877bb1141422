#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "link_under_test.h"

// What a full link does.
namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class Policies : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Policies, testing::ValuesIn(kWays), way_name);

LinkTerms with_batches_of(std::uint32_t records, LinkTerms terms) {
  terms.batch_records = records;
  return terms;
}

TEST_P(Policies, DropNewestSendsWhatFitsTheLastRoom) {
  LinkUnderTest link(with_batches_of(4, terms(10, WhenFull::kDropNewest)), transport());
  link.greet();
  link.receiver().acknowledges = false;
  for (int i = 0; i < 5; ++i) link.sender().offer_numbers(4);
  link.until([&] { return link.receiver().records == 10; });
  EXPECT_EQ(link.receiver().values, first_numbers(10));
  EXPECT_EQ(link.outlet().accepted(), 20U);
  EXPECT_EQ(link.outlet().dropped(), 10U);
}

TEST_P(Policies, DropNewestGoesOnWhenThereIsRoomAgain) {
  LinkUnderTest link(terms(2, WhenFull::kDropNewest), transport());
  link.greet();
  link.receiver().acknowledges = false;
  for (int i = 0; i < 5; ++i) link.sender().offer_numbers(1);
  link.until([&] { return link.receiver().records == 2; });
  link.receiver().acknowledges = true;
  link.receiver().catch_up();
  // The batches, and the run of numbers of those that were dropped.
  link.until([&] { return link.sender().acknowledged.size() == 5 && link.receiver().arrivals.size() == 3; });
  link.turn();
  link.sender().offer_numbers(1);
  link.until([&] { return link.receiver().records == 3; });
  EXPECT_THAT(link.receiver().values, ElementsAre(0, 1, 5));
}

TEST_P(Policies, DropOldestKeepsTheFreshest) {
  LinkUnderTest link(with_batches_of(1, terms(8, WhenFull::kDropOldest)), transport());
  link.greet();
  link.receiver().acknowledges = false;
  for (int i = 0; i < 100; ++i) link.sender().offer_numbers(1);
  link.until([&] { return link.receiver().records == 4; });
  EXPECT_EQ(link.outlet().dropped(), 92U);
  link.receiver().acknowledges = true;
  link.receiver().catch_up();
  link.finish();
  EXPECT_THAT(link.receiver().values, ElementsAre(0, 1, 2, 3, 96, 97, 98, 99));
}

TEST_P(Policies, DropOldestCutsThePartOfABatchThatIsTooMuch) {
  LinkUnderTest link(with_batches_of(4, terms(10, WhenFull::kDropOldest)), transport());
  link.greet();
  link.receiver().acknowledges = false;
  for (int i = 0; i < 4; ++i) link.sender().offer_numbers(4);
  link.until([&] { return link.receiver().records == 4; });
  EXPECT_EQ(link.outlet().dropped(), 6U);
  link.receiver().acknowledges = true;
  link.receiver().catch_up();
  link.finish();
  EXPECT_THAT(link.receiver().values, ElementsAre(0, 1, 2, 3, 10, 11, 12, 13, 14, 15));
}

TEST_P(Policies, FailThrowsWhereARecordFindsNoRoom) {
  LinkUnderTest link(terms(2, WhenFull::kFail), transport());
  link.greet();
  link.receiver().acknowledges = false;
  link.sender().offer_numbers(1);
  link.sender().offer_numbers(1);
  link.sender().offer_numbers(0);
  try {
    link.sender().offer_numbers(1);
    FAIL() << "took a record beyond the capacity";
  } catch (const StageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'lines' is full (its capacity is 2 records)"));
  }
  EXPECT_EQ(link.outlet().accepted(), 2U);
}

TEST_P(Policies, FailDoesNotThrowWhileThereIsRoom) {
  LinkUnderTest link(terms(8, WhenFull::kFail), transport());
  link.greet();
  for (int i = 0; i < 100; ++i) {
    link.sender().offer_numbers(1);
    link.until([&] { return link.sender().acknowledged.size() + 4 > static_cast<std::size_t>(i); });
  }
  link.finish();
  EXPECT_EQ(link.receiver().values, first_numbers(100));
}

TEST_P(Policies, AcceptAsMuchAsTheyDeliverAndDrop) {
  for (const WhenFull policy : {WhenFull::kBlock, WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    for (const std::uint32_t capacity : {1U, 2U, 7U, 8U, 100U}) {
      std::mt19937 random(capacity);
      LinkUnderTest link(terms(capacity, policy), transport());
      link.greet();
      link.receiver().acknowledges = false;
      for (int answer = 0; answer < 300; ++answer) {
        link.until([&] {
          if (!link.outlet().has_room()) link.receiver().catch_up();
          return link.outlet().has_room();
        });
        link.sender().offer_numbers(random() % (capacity + 3));
        std::uint64_t acknowledged = link.receiver().records;
        for (const Origin& origin : link.receiver().owed) acknowledged -= origin.records;
        ASSERT_LE(link.outlet().accepted(), link.outlet().dropped() + acknowledged + capacity);
        if (random() % 4 == 0) link.turn();
        if (random() % 8 == 0) link.receiver().catch_up();
      }
      link.receiver().acknowledges = true;
      link.receiver().catch_up();
      link.finish();
      EXPECT_EQ(link.outlet().accepted(), static_cast<std::uint64_t>(link.sender().next_value));
      EXPECT_EQ(link.outlet().accepted(), link.receiver().records + link.outlet().dropped());
      EXPECT_TRUE(std::ranges::is_sorted(link.receiver().values, std::less_equal<>())) << "none twice, all in order";
    }
  }
}

TEST_P(Policies, DropWithinAnAnswerOfManyPartsAndStillCloseItsSequence) {
  for (const WhenFull policy : {WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    LinkTerms ordered = with_batches_of(2, terms(16, policy));
    ordered.ordered = true;
    LinkUnderTest link(ordered, transport());
    link.greet();
    link.receiver().acknowledges = false;
    for (int answer = 0; answer < 3; ++answer) link.sender().offer_numbers(101);
    link.receiver().acknowledges = true;
    link.finish();
    EXPECT_EQ(link.receiver().records, 16U);
    EXPECT_EQ(link.outlet().dropped(), 303U - 16U);
    EXPECT_TRUE(std::ranges::is_sorted(link.receiver().values));
    EXPECT_EQ(link.receiver().values.back(), policy == WhenFull::kDropNewest ? 15 : 302);
    const Identity& last = link.receiver().arrivals.back().identity;
    EXPECT_EQ(last.sequence + last.span, 3U);
    EXPECT_FALSE(last.more);
  }
}

TEST_P(Policies, NeverBlockWhereTheyDropHoweverManyStreamsInterleave) {
  for (const WhenFull policy : {WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    LinkUnderTest link(terms(8, policy), transport());
    link.greet();
    link.receiver().acknowledges = false;
    for (std::uint32_t answer = 0; answer < 1000; ++answer) {
      ASSERT_TRUE(link.outlet().has_room()) << answer;
      link.sender().offer_numbers(1, answer % 5);
      link.turn();
    }
  }
}

TEST(OrderedPolicies, NeverBlockWhereTheyDropHoweverManyReceive) {
  for (const WhenFull policy : {WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    LinkUnderTest link({.name = "", .capacity = 8, .when_full = policy, .ordered = true, .batch_records = 1},
                       Transport::kHandOver, {.senders = 1, .receivers = 3});
    link.greet();
    for (Receiving& receiver : link.receivers) receiver.acknowledges = false;
    for (int answer = 0; answer < 1000; ++answer) {
      ASSERT_TRUE(link.outlet().has_room()) << answer;
      link.sender().offer_numbers(1);
      link.turn();
    }
    for (Receiving& receiver : link.receivers) {
      receiver.acknowledges = true;
      receiver.catch_up();
    }
    link.finish();
    EXPECT_EQ(link.outlet().dropped(), 992U);
    for (const Receiving& receiver : link.receivers) EXPECT_TRUE(std::ranges::is_sorted(receiver.values));
  }
}

TEST_P(Policies, DoNotHoldBackAnAnswerThatTheyDroppedInParts) {
  for (const WhenFull policy : {WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    LinkUnderTest link(with_batches_of(1, terms(2, policy)), transport());
    link.greet();
    link.receiver().acknowledges = false;
    for (int i = 0; i < 100; ++i) {
      link.sender().offer_numbers(3);
      link.turn();
    }
    // The first is under way in part; of drop_oldest, the last still waits.
    EXPECT_THAT(link.sender().acknowledged, SizeIs(policy == WhenFull::kDropNewest ? 99 : 98));
    link.receiver().acknowledges = true;
    link.receiver().catch_up();
    link.finish();
    EXPECT_THAT(link.sender().acknowledged, SizeIs(100));
    EXPECT_EQ(link.receiver().records, 300 - link.outlet().dropped());
  }
}

TEST_P(Policies, DoNotHoldBackTheOriginOfWhatTheyDropped) {
  for (const WhenFull policy : {WhenFull::kDropNewest, WhenFull::kDropOldest}) {
    LinkUnderTest link(with_batches_of(1, terms(2, policy)), transport());
    link.greet();
    link.receiver().acknowledges = false;
    for (int i = 0; i < 100; ++i) link.sender().offer_numbers(1);
    link.until([&] { return link.receiver().records == (policy == WhenFull::kDropNewest ? 2U : 1U); });
    link.turn();
    EXPECT_THAT(link.sender().acknowledged, SizeIs(98));
  }
}

}  // namespace
}  // namespace weir::link
