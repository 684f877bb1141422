#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Delivery : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Delivery, testing::ValuesIn(kWays), way_name);

TEST_P(Delivery, BringsEveryRecordOnceAndInOrder) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  for (std::size_t answer = 0; answer < 500; ++answer) {
    link.until([&] { return link.outlet().has_room(); });
    link.sender().offer_numbers(answer % 20);
  }
  link.finish();
  EXPECT_EQ(link.receiver().values, first_numbers(25 * (19 * 20 / 2)));
  EXPECT_EQ(link.outlet().accepted(), link.receiver().values.size());
  EXPECT_EQ(link.outlet().dropped(), 0U);
  EXPECT_EQ(link.receiver().inlet.duplicates(), 0U);
}

TEST_P(Delivery, AcknowledgesEachAnswerOnceWhenAllOfItIsAcknowledged) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  link.receiver().acknowledges = false;
  for (const std::size_t count : {1U, 0U, 20U, 0U, 0U, 3U}) link.sender().offer_numbers(count);
  link.until([&] { return link.receiver().records == 24; });
  link.turn();
  EXPECT_THAT(link.sender().acknowledged, IsEmpty());
  link.until([&] {
    link.receiver().catch_up();
    return link.sender().acknowledged.size() == 6;
  });
  std::ranges::sort(link.sender().acknowledged);
  EXPECT_THAT(link.sender().acknowledged, ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_P(Delivery, CarriesTheTimesOfAnAnswer) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  Answer& answer = link.sender().pool.take();
  answer.created_ns = 1234;
  answer.opened_ns = 5678;
  static_cast<RecordsOf<v1::Number>&>(*answer.records).append();
  link.sender().offer(answer);
  link.until([&] { return !link.receiver().arrivals.empty(); });
  EXPECT_EQ(link.receiver().arrivals[0].created_ns, 1234);
  EXPECT_EQ(link.receiver().arrivals[0].sent_ns, 5678);
}

TEST_P(Delivery, BringsAnAnswerFarLargerThanTheCapacity) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  link.sender().offer_numbers(10'000);
  EXPECT_FALSE(link.outlet().has_room());
  link.sender().offer_numbers(1);
  link.finish();
  EXPECT_EQ(link.receiver().values, first_numbers(10'001));
  const std::vector<Arrival>& arrivals = link.receiver().arrivals;
  ASSERT_GT(arrivals.size(), 2U);
  for (std::size_t i = 0; i + 1 < arrivals.size(); ++i) {
    EXPECT_EQ(arrivals[i].identity.sequence, 0U);
    EXPECT_EQ(arrivals[i].identity.part, i);
    EXPECT_EQ(arrivals[i].identity.more, i + 2 < arrivals.size());
  }
}

TEST_P(Delivery, RecyclesARecordBlockOnlyWhenItIsAcknowledged) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  link.receiver().acknowledges = false;
  link.sender().offer_numbers(2);
  link.until([&] { return link.receiver().records == 2; });
  Answer& other = link.sender().pool.take();
  const Records* const block = link.receiver().arrivals[0].records;
  EXPECT_NE(other.records.get(), block);
  link.sender().pool.release(other);
  EXPECT_EQ(block->size(), 2U);
}

TEST(HandOver, LetsTheReceiverReadTheSendersOwnMemory) {
  for (const Wiring wiring : {Wiring::kQueue, Wiring::kPipe}) {
    LinkUnderTest link({.name = "", .wiring = wiring}, Transport::kHandOver);
    link.greet();
    Answer& answer = link.sender().pool.take();
    auto& records = static_cast<RecordsOf<v1::Number>&>(*answer.records);
    for (int i = 0; i < 1000; ++i) records.append().set_value(i);
    link.sender().offer(answer);
    link.until([&] { return link.receiver().records == 1000; });
    for (const Arrival& arrival : link.receiver().arrivals) {
      EXPECT_EQ(arrival.records, &records);
      EXPECT_EQ(arrival.owned, nullptr);
    }
    EXPECT_EQ(link.receiver().arrivals[1].range.first, 512U);
  }
}

TEST(FanOut, RecyclesAnAnswerOnlyWhenAllLinksAcknowledgedIt) {
  Context context(0);
  AnswerPool pool(std::make_unique<RecordsOf<v1::Number>>());
  const LinkTerms terms{.name = "lines"};
  std::deque<Outlet> outlets;
  std::deque<Receiving> receivers;
  for (std::uint32_t i = 0; i < 2; ++i) {
    const Endpoint endpoint{"inproc://" + std::to_string(i), Transport::kHandOver};
    outlets.emplace_back(context, terms, std::vector{Receiver{1 + i, endpoint}}, 1);
    receivers.emplace_back(context, terms, ReceiverName{.replica = 1 + i}, std::vector{Sender{0, endpoint, {}}},
                           std::make_unique<RecordsOf<v1::Number>>());
    receivers[i].inlet.greet();
    receivers[i].acknowledges = false;
  }
  std::vector<Answer*> settled;
  for (Outlet& outlet : outlets) outlet.receive(settled);
  Answer& answer = pool.take();
  static_cast<RecordsOf<v1::Number>&>(*answer.records).append().set_value(7);
  for (Outlet& outlet : outlets) {
    ASSERT_TRUE(outlet.ready());
    outlet.offer(answer);
    outlet.flush();
  }
  EXPECT_EQ(answer.holders, 2U);
  for (const std::size_t i : {1U, 0U}) {
    EXPECT_THAT(settled, IsEmpty());
    receivers[i].turn();
    EXPECT_THAT(receivers[i].values, ElementsAre(7));
    EXPECT_EQ(receivers[i].arrivals[0].records, answer.records.get());
    receivers[i].catch_up();
    for (Outlet& outlet : outlets) outlet.receive(settled);
  }
  EXPECT_THAT(settled, ElementsAre(&answer));
}

TEST_P(Delivery, MergesSeveralSenders) {
  if (GetParam().wiring == Wiring::kPipe) GTEST_SKIP() << "a pipe has one";
  LinkUnderTest link(terms(32), transport(), {.senders = 3, .receivers = 1});
  link.greet();
  for (int answer = 0; answer < 100; ++answer) {
    for (std::uint32_t stream = 0; stream < 3; ++stream) {
      link.until([&] { return link.senders[stream].outlet.has_room(); });
      link.senders[stream].offer_numbers(3, stream);
    }
  }
  link.finish();
  std::map<std::uint32_t, std::uint64_t> next;
  for (const Arrival& arrival : link.receiver().arrivals) {
    EXPECT_EQ(arrival.origin.connection, arrival.identity.stream);
    EXPECT_EQ(arrival.identity.sequence, next[arrival.identity.stream]++);
  }
  EXPECT_EQ(link.receiver().records, 900U);
}

}  // namespace
}  // namespace weir::link
