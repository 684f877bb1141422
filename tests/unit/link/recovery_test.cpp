#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// An end of a link that is killed and comes back: nothing is lost, and nothing is there twice.
namespace weir::link {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

LinkTerms batches_of_eight(bool ordered = false) {
  return {.name = "", .capacity = 64, .ordered = ordered, .batch_records = 8, .streams = 8};
}

class Recovery : public testing::Test {
 protected:
  explicit Recovery(LinkUnderTest::Shape shape = {1, 1}, bool ordered = false)
      : link_(batches_of_eight(ordered), Transport::kSerialise, shape) {
    link_.greet();
  }

  void offer_batches(int count) {
    for (int i = 0; i < count; ++i) link_.sender().offer_numbers(8);
  }

  LinkUnderTest link_;
};

/// first, first + 1, …, `count` of them.
std::vector<std::int64_t> numbers_from(std::int64_t first, std::size_t count) {
  std::vector<std::int64_t> numbers = first_numbers(count);
  for (std::int64_t& number : numbers) number += first;
  return numbers;
}

TEST_F(Recovery, SendsAReceiverAgainWhatItHasNotAcknowledged) {
  offer_batches(2);
  link_.until([&] { return link_.sender().acknowledged.size() == 2; });
  link_.receiver().acknowledges = false;
  offer_batches(3);
  link_.until([&] { return link_.receiver().records == 40; });
  link_.restart_receiver(0);
  link_.greet();
  link_.until([&] { return link_.sender().acknowledged.size() == 5; });
  EXPECT_EQ(link_.receiver().values, numbers_from(16, 24));
  EXPECT_EQ(link_.receiver().inlet.redelivered(), 24U);
  EXPECT_EQ(link_.receiver().inlet.duplicates(), 0U);
  EXPECT_EQ(link_.outlet().accepted(), 40U);
  EXPECT_EQ(link_.outlet().bad_frames(), 0U);
  link_.finish();
}

TEST_F(Recovery, ExpectsNothingOfAReceiverThatHasEndedThoughItsGreetingComesLate) {
  link_.restart_sender(0);
  link_.outlet().part_from([](std::uint32_t /*replica*/) { return true; });
  bool came = false;
  for (int look = 0; look < 1000 && !came; ++look) {
    link_.receiver().inlet.greet();
    link_.wait(10);
    came = link_.sender().turn();
  }
  ASSERT_TRUE(came);
  link_.outlet().end();
  link_.sender().turn();
  EXPECT_TRUE(link_.outlet().finished());
}

TEST_F(Recovery, GrantsAReceiverThatComesBackItsWholeRoomAndNoMore) {
  link_.receiver().acknowledges = false;
  link_.receiver().frees_room = true;
  offer_batches(12);
  link_.until([&] { return link_.receiver().records == 96; });
  link_.restart_receiver(0);
  link_.receiver().acknowledges = false;
  link_.greet();
  link_.until([&] { return link_.receiver().records == 64; });
  for (int i = 0; i < 100; ++i) link_.turn();
  EXPECT_EQ(link_.receiver().records, 64U);
  link_.receiver().acknowledges = true;
  link_.receiver().catch_up();
  link_.until([&] { return link_.sender().acknowledged.size() == 12; });
  EXPECT_EQ(link_.receiver().values, numbers_from(0, 96));
}

TEST_F(Recovery, GoesOnWithNewBatchesBehindThoseThatComeAgain) {
  link_.receiver().acknowledges = false;
  offer_batches(8);
  link_.until([&] { return link_.receiver().records == 64; });
  offer_batches(4);
  link_.restart_receiver(0);
  link_.greet();
  link_.until([&] { return link_.sender().acknowledged.size() == 12; });
  EXPECT_EQ(link_.receiver().values, numbers_from(0, 96));
}

TEST_F(Recovery, SurvivesAReceiverThatDiesAgainAndAgain) {
  for (std::size_t life = 1; life <= 5; ++life) {
    link_.receiver().acknowledges = false;
    link_.receiver().frees_room = true;
    link_.greet();
    offer_batches(3);
    link_.until([&] { return link_.receiver().values.size() == 24 * life; });
    link_.restart_receiver(0);
  }
  link_.greet();
  link_.until([&] { return link_.sender().acknowledged.size() == 15; });
  EXPECT_EQ(link_.receiver().values, first_numbers(120));
  link_.finish();
}

TEST_F(Recovery, TellsAReceiverThatComesBackOfTheEnd) {
  link_.receiver().acknowledges = false;
  offer_batches(2);
  link_.outlet().end();
  link_.until([&] { return link_.receiver().inlet.ended(); });
  link_.restart_receiver(0);
  link_.greet();
  link_.finish();
  EXPECT_EQ(link_.receiver().values, first_numbers(16));
}

TEST_F(Recovery, DropsWhatASenderThatComesBackSendsTwice) {
  offer_batches(3);
  link_.until([&] { return link_.sender().acknowledged.size() == 3; });
  link_.restart_sender(0);
  link_.greet();
  offer_batches(5);
  link_.until([&] { return link_.sender().acknowledged.size() == 5; });
  EXPECT_EQ(link_.receiver().values, first_numbers(40));
  EXPECT_EQ(link_.receiver().inlet.duplicates(), 24U);
  link_.finish();
}

TEST_F(Recovery, AcknowledgesToASenderThatComesBackOnlyWhatIsNoLongerNeeded) {
  link_.receiver().acknowledges = false;
  offer_batches(4);
  link_.until([&] { return link_.receiver().records == 32; });
  for (int life = 0; life < 3; ++life) {
    link_.restart_sender(0);
    link_.greet();
    offer_batches(4);
    const std::uint64_t dropped = 32 * (static_cast<std::uint64_t>(life) + 1);
    link_.until([&] { return link_.receiver().inlet.duplicates() == dropped; });
    for (int i = 0; i < 100; ++i) link_.turn();
    EXPECT_THAT(link_.sender().acknowledged, IsEmpty());
  }
  link_.receiver().catch_up();
  link_.until([&] { return link_.sender().acknowledged.size() == 4; });
  EXPECT_EQ(link_.receiver().values, first_numbers(32));
  link_.finish();
}

TEST_F(Recovery, GivesRoomBackOnceForWhatASenderThatComesBackSendsTwice) {
  link_.receiver().acknowledges = false;
  offer_batches(8);
  link_.until([&] { return link_.receiver().records == 64; });
  link_.restart_sender(0);
  link_.greet();
  offer_batches(8);
  link_.until([&] { return link_.receiver().inlet.duplicates() == 64; });
  link_.receiver().catch_up();
  link_.receiver().acknowledges = true;
  for (int i = 0; i < 32; ++i) {
    link_.until([&] { return link_.outlet().has_room(); });
    offer_batches(1);
  }
  link_.until([&] { return link_.sender().acknowledged.size() == 40; });
  EXPECT_EQ(link_.receiver().values, first_numbers(320));
}

TEST_F(Recovery, DoesNotTakeForItsOwnWhatASenderIsToldOfItsEarlierLife) {
  link_.receiver().acknowledges = false;
  offer_batches(4);
  link_.until([&] { return link_.receiver().records == 32; });
  link_.restart_sender(0);
  link_.receiver().catch_up();  // while nobody hears it
  link_.greet();
  link_.sender().next_sequence[0] = 4;
  link_.sender().next_value = 32;
  link_.receiver().acknowledges = false;
  offer_batches(4);
  link_.until([&] { return link_.receiver().records == 64; });
  for (int i = 0; i < 100; ++i) link_.turn();
  EXPECT_THAT(link_.sender().acknowledged, IsEmpty());
  EXPECT_EQ(link_.outlet().bad_frames(), 0U);
}

TEST_F(Recovery, DropsPartsThatASenderThatComesBackSendsTwice) {
  link_.sender().offer_numbers(20);  // three parts
  link_.until([&] { return link_.receiver().records == 20; });
  link_.restart_sender(0);
  link_.greet();
  link_.sender().offer_numbers(20);
  link_.sender().offer_numbers(20);
  link_.until([&] { return link_.sender().acknowledged.size() == 2; });
  EXPECT_EQ(link_.receiver().values, first_numbers(40));
}

/// So many numbers, as the answer to a part of sequence 0.
void answer_part(Sending& sender, std::size_t count, std::uint32_t part, bool more) {
  Answer& answer = sender.pool.take();
  answer.identity = {.stream = 0, .sequence = 0, .part = part, .more = more};
  for (std::size_t i = 0; i < count; ++i) {
    static_cast<RecordsOf<v1::Number>&>(*answer.records).append().set_value(sender.next_value++);
  }
  sender.offer(answer);
}

TEST_F(Recovery, NumbersPartsOnFromWhereTheLifeBeforeHadGot) {
  answer_part(link_.sender(), 20, 0, true);
  link_.until([&] { return link_.receiver().records == 20; });
  const std::vector<Outlet::OpenParts> open = link_.outlet().open_parts();
  ASSERT_THAT(open, SizeIs(1));
  link_.restart_sender(0);
  link_.outlet().go_on_from(open.front());
  link_.greet();
  link_.sender().next_value = 20;  // what it answered before it does not answer again
  answer_part(link_.sender(), 12, 1, false);
  link_.finish();
  EXPECT_THAT(link_.outlet().open_parts(), IsEmpty());
  EXPECT_EQ(link_.receiver().values, first_numbers(32));
  EXPECT_EQ(link_.receiver().inlet.duplicates(), 0U);
  EXPECT_EQ(link_.receiver().arrivals.back().identity.part, 4U);
}

class OrderedRecovery : public Recovery {
 protected:
  OrderedRecovery() : Recovery({1, 1}, true) {}
};

TEST_F(OrderedRecovery, PassesNumbersWithoutRecordsThatComeAgainMergedInAnotherWay) {
  for (const std::size_t count : {8U, 0U, 0U}) link_.sender().offer_numbers(count);
  link_.until([&] { return link_.receiver().arrivals.size() == 2; });
  link_.restart_sender(0);
  link_.greet();
  link_.until([&] { return link_.outlet().ready(); });
  for (const std::size_t count : {8U, 0U}) link_.sender().offer_numbers(count);
  link_.sender().turn();
  for (const std::size_t count : {0U, 0U, 8U}) link_.sender().offer_numbers(count);
  link_.finish();
  EXPECT_EQ(link_.receiver().values, first_numbers(16));
}

class TwoOfEach : public Recovery {
 protected:
  TwoOfEach() : Recovery({2, 2}) {}
};

TEST_F(TwoOfEach, GoOnWhileOthersComeBack) {
  const auto offer = [&](std::uint32_t sender, int batches) {
    for (int i = 0; i < batches; ++i) {
      link_.until([&] { return link_.senders[sender].outlet.has_room(); });
      link_.senders[sender].offer_numbers(8, sender);
    }
  };
  offer(0, 20);
  offer(1, 20);
  link_.restart_receiver(1);
  link_.greet();
  offer(0, 20);
  link_.restart_sender(1);
  link_.greet();
  offer(1, 40);
  link_.until([&] { return link_.senders[0].acknowledged.size() == 40 && link_.senders[1].acknowledged.size() == 40; });
  link_.finish();
  EXPECT_EQ(link_.senders[0].outlet.bad_frames() + link_.senders[1].outlet.bad_frames(), 0U);
}

}  // namespace
}  // namespace weir::link
