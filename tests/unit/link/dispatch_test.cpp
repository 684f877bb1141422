#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "link_under_test.h"

// Who gets what.
namespace weir::link {
namespace {

using testing::Each;
using testing::Field;

const LinkTerms kQueue{.name = "", .capacity = 64, .batch_records = 4};

class Dispatch : public testing::TestWithParam<Transport> {};
INSTANTIATE_TEST_SUITE_P(Queues, Dispatch, testing::Values(Transport::kHandOver, Transport::kSerialise),
                         transport_name);

TEST_P(Dispatch, GivesAReceiverThatDoesNotAcknowledgeNoMoreThanItsShare) {
  LinkUnderTest link(kQueue, GetParam(), {.senders = 1, .receivers = 2});
  link.greet();
  link.receivers[0].acknowledges = false;
  for (int answer = 0; answer < 500; ++answer) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(4);
  }
  link.until([&] { return link.receivers[0].records + link.receivers[1].records == 2000; });
  EXPECT_LE(link.receivers[0].records, 32U);
  EXPECT_GE(link.receivers[0].records, 4U);
}

TEST_P(Dispatch, SharesEquallyWhereNobodyAcknowledges) {
  LinkUnderTest link(kQueue, GetParam(), {.senders = 1, .receivers = 4});
  link.greet();
  for (Receiving& receiver : link.receivers) receiver.acknowledges = false;
  for (int answer = 0; answer < 16; ++answer) link.sender().offer_numbers(4);
  link.until([&] { return std::ranges::all_of(link.receivers, [](Receiving& one) { return one.records == 16; }); });
}

TEST_P(Dispatch, GivesAllPartsOfAnAnswerToOneReceiver) {
  LinkUnderTest link(kQueue, GetParam(), {.senders = 1, .receivers = 3});
  link.greet();
  for (int answer = 0; answer < 30; ++answer) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(41);
  }
  link.finish();
  std::map<std::uint64_t, std::uint64_t> records;
  for (const Receiving& receiver : link.receivers) {
    std::map<std::uint64_t, std::uint64_t> here;
    for (const Arrival& arrival : receiver.arrivals) here[arrival.identity.sequence] += arrival.range.count;
    for (const auto& [sequence, count] : here) {
      EXPECT_EQ(count, 41U) << sequence;
      records[sequence] += count;
    }
  }
  EXPECT_EQ(records.size(), 30U);
}

TEST_P(Dispatch, DealsByNumberWhereTheSenderMayLiveAgain) {
  LinkTerms terms = kQueue;
  terms.dealt = true;
  LinkUnderTest link(terms, GetParam(), {.senders = 1, .receivers = 3});
  link.greet();
  for (int answer = 0; answer < 30; ++answer) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(answer % 5 + 1);
  }
  link.finish();
  for (std::size_t receiver = 0; receiver < 3; ++receiver) {
    std::set<std::uint64_t> sequences;
    for (const Arrival& arrival : link.receivers[receiver].arrivals) {
      EXPECT_EQ(arrival.identity.sequence % 3, receiver);
      sequences.insert(arrival.identity.sequence);
    }
    EXPECT_EQ(sequences.size(), 10U);
  }
}

TEST_P(Dispatch, DealsInTurnWhereTheLinkIsOrdered) {
  LinkTerms ordered = kQueue;
  ordered.ordered = true;
  LinkUnderTest link(ordered, GetParam(), {.senders = 1, .receivers = 3});
  link.greet();
  for (std::size_t answer = 0; answer < 90; ++answer) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(answer % 7 == 0 ? 0 : answer % 11);
  }
  link.finish();
  for (std::uint64_t index = 0; index < 3; ++index) {
    std::uint64_t next = index;
    for (const Arrival& arrival : link.receivers[index].arrivals) {
      EXPECT_EQ(arrival.identity.sequence, next);
      if (!arrival.identity.more) next += 3;
    }
    EXPECT_EQ(next, 90 + index);
    EXPECT_TRUE(std::ranges::is_sorted(link.receivers[index].values));
  }
}

TEST_P(Dispatch, PutsInOrderWhatSeveralSendersAnswered) {
  LinkTerms ordered = kQueue;
  ordered.ordered = true;
  LinkUnderTest link(ordered, GetParam(), {.senders = 2, .receivers = 1});
  link.greet();
  // Two copies of a stage answered the even and the odd numbers of one stream, and the second is far ahead.
  const auto answer = [&](std::size_t sender, std::uint64_t sequence, std::size_t count) {
    Answer& made = link.senders[sender].pool.take();
    made.identity = {.stream = 0, .sequence = sequence};
    auto& records = static_cast<RecordsOf<v1::Number>&>(*made.records);
    for (std::size_t i = 0; i < count; ++i) records.append().set_value(static_cast<std::int64_t>(sequence * 1000 + i));
    link.senders[sender].offer(made);
  };
  for (std::uint64_t sequence = 1; sequence < 20; sequence += 2) answer(1, sequence, sequence == 9 ? 25 : 1);
  for (int i = 0; i < 10; ++i) link.turn();
  EXPECT_EQ(link.receiver().records, 0U);
  for (std::uint64_t sequence = 0; sequence < 20; sequence += 2) answer(0, sequence, sequence == 4 ? 30 : 0);
  link.finish();
  EXPECT_EQ(link.receiver().records, 9U + 25U + 30U);
  EXPECT_TRUE(std::ranges::is_sorted(link.receiver().values));
}

TEST(MixedQueue, ServesReceiversInAndOutsideTheProcess) {
  const ScratchFolder folder;
  Context context(1);
  const Endpoint inside{"inproc://0", Transport::kHandOver};
  const Endpoint outside{"ipc://" + (folder / "0").string(), Transport::kSerialise};
  Sending sender(context, kQueue, {{1, inside}, {2, outside}}, std::make_unique<RecordsOf<v1::Number>>());
  std::deque<Receiving> receivers;
  for (std::uint32_t i = 0; i < 2; ++i) {
    receivers.emplace_back(context, kQueue, ReceiverName{.replica = 1 + i, .index = i, .replicas = 2},
                           std::vector{Sender{0, i == 0 ? inside : outside, {}}},
                           std::make_unique<RecordsOf<v1::Number>>());
    receivers[i].inlet.greet();
  }
  std::size_t offered = 0;
  while (receivers[0].records + receivers[1].records < 400) {
    bool worked = sender.turn();
    for (Receiving& receiver : receivers) worked = receiver.turn() || worked;
    if (sender.outlet.ready() && sender.outlet.has_room() && offered < 100) {
      sender.offer_numbers(4);
      ++offered;
    } else if (!worked) {
      std::vector<pollfd> descriptors;
      bool nothing_there = sender.outlet.watch(descriptors);
      for (Receiving& receiver : receivers) nothing_there = receiver.inlet.watch(descriptors) && nothing_there;
      ASSERT_TRUE(!nothing_there || poll(descriptors.data(), descriptors.size(), 10'000) > 0);
    }
  }
  EXPECT_THAT(receivers[0].arrivals, Each(Field(&Arrival::owned, testing::IsNull())));
  EXPECT_THAT(receivers[1].arrivals, Each(Field(&Arrival::owned, testing::NotNull())));
  EXPECT_GT(receivers[0].records, 0U);
  EXPECT_GT(receivers[1].records, 0U);
}

}  // namespace
}  // namespace weir::link
