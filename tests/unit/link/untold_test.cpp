#include <gtest/gtest.h>

#include "link_under_test.h"

// What a receiver may leave untold for a while, so that it does not wake a sender that has nothing to do.
namespace weir::link {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kNow = 1'000 * kMs;

class Untold : public testing::Test {
 protected:
  /// The receiver has worked off so many batches of one record, and has told nothing.
  void work_off(int batches) {
    for (int i = 0; i < batches; ++i) {
      link_.sender().offer_numbers(1);
      link_.outlet().flush();
      const Arrival* const arrival = link_.receiver().inlet.next();
      ASSERT_NE(arrival, nullptr);
      const Origin origin = arrival->origin;
      link_.receiver().inlet.release(*arrival);
      link_.receiver().inlet.acknowledge(origin);
    }
  }

  std::size_t told() {
    link_.outlet().receive(link_.sender().settled);
    return link_.sender().settled.size();
  }

  Inlet& inlet() { return link_.receiver().inlet; }

  LinkUnderTest link_{{.name = "", .capacity = 256, .batch_records = 1, .most_untold = 4}, Transport::kOneThread};
};

TEST_F(Untold, IsToldAfterTenMilliseconds) {
  link_.greet();
  work_off(4);
  inlet().tell(kNow);
  EXPECT_EQ(told(), 0U);
  EXPECT_EQ(inlet().next_telling_ns(), kNow + 10 * kMs);
  inlet().tell(kNow + 9 * kMs);
  EXPECT_EQ(told(), 0U);
  inlet().tell(kNow + 10 * kMs);
  EXPECT_EQ(told(), 4U);
  EXPECT_GT(inlet().next_telling_ns(), kNow + 1'000 * kMs);
}

TEST_F(Untold, IsNoMoreThanTheTermsAllow) {
  link_.greet();
  work_off(5);
  inlet().tell(kNow);
  EXPECT_EQ(told(), 5U);
}

TEST_F(Untold, CountsWhatGaveItsRoomBackBefore) {
  link_.greet();
  link_.sender().offer_numbers(1);
  link_.outlet().flush();
  Origin origin = inlet().next()->origin;
  inlet().free_room(origin);
  inlet().flush();
  work_off(4);
  inlet().acknowledge(origin);
  inlet().tell(kNow);
  EXPECT_EQ(told(), 5U);
}

TEST_F(Untold, IsToldAtOnceAtTheEnd) {
  link_.greet();
  work_off(1);
  link_.outlet().end();
  link_.outlet().flush();
  EXPECT_EQ(inlet().next(), nullptr);
  inlet().tell(kNow);
  EXPECT_EQ(told(), 1U);
}

TEST(Bells, AreHeardOnceForEachRing) {
  Bell bell;
  Listener listener(&bell);
  EXPECT_FALSE(listener.may_have_come());
  bell.ring();
  EXPECT_TRUE(listener.may_have_come());
  listener.note_asked(true);
  EXPECT_FALSE(listener.may_have_come());
}

TEST(Bells, LetAskAgainWhereSomethingWasRungForAndHadNotYetCome) {
  Bell bell;
  Listener listener(&bell);
  bell.ring();
  listener.note_asked(false);
  EXPECT_TRUE(listener.may_have_come());
}

TEST(Bells, NeedNotHaveRungForWhatTheSocketShows) {
  Bell bell;
  Listener listener(&bell);
  listener.note_seen();
  EXPECT_TRUE(listener.may_have_come());
  listener.note_asked(true);
  bell.ring();  // late
  EXPECT_FALSE(listener.may_have_come());
}

TEST(Bells, AreNotNeededWhereThereAreNone) {
  Listener listener(nullptr);
  listener.note_asked(false);
  EXPECT_TRUE(listener.may_have_come());
}

}  // namespace
}  // namespace weir::link
