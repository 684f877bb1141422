#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// Batches whose records go through shared memory, from an outlet to an inlet.
namespace weir::link {
namespace {

using testing::ElementsAre;

constexpr std::size_t kLargeBatch = 512;
constexpr std::size_t kLargeRecord = 1'000'000;
constexpr std::size_t kRecordsThatFit = 16;  // of the large ones, into all blocks that there may be

LinkTerms large_terms(WhenFull when_full = WhenFull::kBlock) {
  return {.name = "", .capacity = 8192, .when_full = when_full};
}

class Blocks : public testing::Test {
 protected:
  Blocks() { link_.greet(); }

  std::uint32_t in_use() { return link_.outlet().blocks()->in_use(); }

  /// Offers a batch and waits until it has come.
  void send(std::size_t numbers) {
    const std::uint64_t records = link_.receiver().records + numbers;
    link_.sender().offer_numbers(numbers);
    link_.until([&] { return link_.receiver().records == records; });
  }

  LinkUnderTest link_{large_terms(), Transport::kSerialise};
};

TEST_F(Blocks, HoldABatchUntilItIsAcknowledged) {
  link_.receiver().acknowledges = false;
  send(kLargeBatch);
  EXPECT_EQ(in_use(), 1U);
  EXPECT_EQ(link_.receiver().values, first_numbers(kLargeBatch));
  link_.receiver().catch_up();
  link_.until([&] { return in_use() == 0; });
  link_.finish();
}

TEST_F(Blocks, HoldABatchUntilItsRoomIsGivenBack) {
  link_.receiver().acknowledges = false;
  link_.receiver().frees_room = true;
  send(kLargeBatch);
  link_.until([&] { return in_use() == 0; });
  EXPECT_TRUE(link_.sender().acknowledged.empty());
  link_.receiver().catch_up();
  link_.until([&] { return link_.sender().acknowledged.size() == 1; });
}

TEST_F(Blocks, AreNotTakenForWhatIsSmall) {
  link_.receiver().acknowledges = false;
  send(100);
  EXPECT_EQ(in_use(), 0U);
}

TEST_F(Blocks, AreUsedAgain) {
  for (int i = 0; i < 1000; ++i) send(kLargeBatch);
  EXPECT_EQ(link_.receiver().values, first_numbers(1000 * kLargeBatch));
  EXPECT_EQ(link_.outlet().blocks()->size(), 65U);
}

TEST_F(Blocks, ComeBackFromAReceiverThatDied) {
  link_.receiver().acknowledges = false;
  send(kLargeBatch);
  link_.restart_receiver(0);
  link_.receiver().acknowledges = false;
  link_.greet();
  link_.until([&] { return link_.receiver().records == kLargeBatch; });
  EXPECT_LE(in_use(), 1U);
  EXPECT_EQ(link_.receiver().values, first_numbers(kLargeBatch));
  link_.receiver().catch_up();
  link_.until([&] { return in_use() == 0; });
}

TEST_F(Blocks, OfANewLifeOfTheSenderAreMappedAnew) {
  send(kLargeBatch);
  link_.restart_sender(0);
  link_.greet();
  link_.receiver().acknowledges = false;
  link_.sender().next_sequence[0] = 1;
  link_.sender().next_value = kLargeBatch;
  send(kLargeBatch);
  EXPECT_EQ(in_use(), 1U);
  EXPECT_EQ(link_.receiver().values, first_numbers(2 * kLargeBatch));
}

TEST_F(Blocks, OfADeadSenderAreReadToTheEnd) {
  link_.sender().offer_numbers(kLargeBatch);
  link_.sender().turn();
  EXPECT_EQ(in_use(), 1U);
  // The frame may or may not have left this process; the one that comes again is the same.
  link_.restart_sender(0);
  link_.greet();
  link_.sender().offer_numbers(kLargeBatch);
  link_.until([&] { return link_.receiver().records == kLargeBatch; });
  EXPECT_EQ(link_.receiver().values, first_numbers(kLargeBatch));
}

TEST(BlocksThatAreNotSentAgain, ComeBackFromAReceiverThatDied) {
  LinkTerms terms = large_terms();
  terms.sends_again = false;
  LinkUnderTest link(terms, Transport::kSerialise);
  link.greet();
  link.receiver().acknowledges = false;
  link.sender().offer_numbers(kLargeBatch);
  link.until([&] { return link.receiver().records == kLargeBatch; });
  link.restart_receiver(0);
  link.greet();
  link.until([&] { return link.outlet().blocks()->in_use() == 0; });
  EXPECT_EQ(link.receiver().records, 0U);
}

TEST(ReceiverWithoutBlocks, GetsTheRecordsInTheFrame) {
  const ScratchFolder folder(kInMemory);
  Context context(1);
  const LinkTerms terms = large_terms();
  Endpoint endpoint{"ipc://" + (folder / "0").string(), Transport::kSerialise, folder / "0.blocks"};
  Sending sender(context, terms, {{1, endpoint}}, std::make_unique<RecordsOf<v1::Number>>());
  endpoint.blocks.clear();
  Receiving receiver(context, terms, {.replica = 1}, {{0, endpoint, {}}}, std::make_unique<RecordsOf<v1::Number>>());
  receiver.acknowledges = false;
  receiver.inlet.greet();
  std::vector<pollfd> descriptors;
  ASSERT_TRUE(sender.outlet.watch(descriptors));
  ASSERT_TRUE(receiver.inlet.watch(descriptors));
  bool offered = false;
  while (receiver.records < kLargeBatch) {
    if (!offered && sender.outlet.ready()) {
      sender.offer_numbers(kLargeBatch);
      offered = true;
    }
    const bool sent = sender.turn();
    if (!receiver.turn() && !sent) {
      ASSERT_GT(poll(descriptors.data(), descriptors.size(), 10'000), 0);
    }
  }
  EXPECT_FALSE(sender.outlet.shares_blocks());
  EXPECT_EQ(sender.outlet.blocks()->in_use(), 0U);
  EXPECT_EQ(receiver.values, first_numbers(kLargeBatch));
}

class LargeRecords : public testing::Test {
 protected:
  explicit LargeRecords(WhenFull when_full = WhenFull::kBlock)
      : link_(large_terms(when_full), Transport::kSerialise, {1, 1}, std::make_unique<RecordsOf<v1::Text>>()) {
    link_.greet();
    link_.receiver().acknowledges = false;
  }

  void offer_record() {
    Answer& answer = link_.sender().pool.take();
    answer.identity = {.sequence = link_.sender().next_sequence[0]++};
    static_cast<RecordsOf<v1::Text>&>(*answer.records).append().set_text(std::string(kLargeRecord, 'x'));
    link_.sender().offer(answer);
  }

  LinkUnderTest link_;
};

TEST_F(LargeRecords, TakeARunOfBlocksEach) {
  offer_record();
  link_.until([&] { return link_.receiver().records == 1; });
  EXPECT_EQ(link_.outlet().blocks()->in_use(), blocks_for(kLargeRecord));
  EXPECT_EQ(link_.receiver().arrivals.front().bytes, kLargeRecord + 7);
}

TEST_F(LargeRecords, WaitForBlocks) {
  for (std::size_t i = 0; i < kRecordsThatFit; ++i) {
    EXPECT_TRUE(link_.outlet().has_room());
    offer_record();
  }
  offer_record();
  EXPECT_FALSE(link_.outlet().has_room());
  link_.until([&] { return link_.receiver().records == kRecordsThatFit; });
  EXPECT_EQ(link_.outlet().accepted(), kRecordsThatFit);
  link_.receiver().catch_up();
  link_.until([&] { return link_.receiver().records == kRecordsThatFit + 1; });
  EXPECT_TRUE(link_.outlet().has_room());
}

class LargeRecordsThatAreDropped : public LargeRecords {
 protected:
  LargeRecordsThatAreDropped() : LargeRecords(WhenFull::kDropNewest) {}
};

TEST_F(LargeRecordsThatAreDropped, GoInFramesWhereNoBlocksAreLeft) {
  constexpr std::size_t kRecords = kRecordsThatFit + 4;
  for (std::size_t i = 0; i < kRecords; ++i) offer_record();
  link_.until([&] { return link_.receiver().records == kRecords; });
  EXPECT_EQ(link_.outlet().dropped(), 0U);
  EXPECT_EQ(link_.outlet().blocks()->in_use(), kRecordsThatFit * blocks_for(kLargeRecord));
}

}  // namespace
}  // namespace weir::link
