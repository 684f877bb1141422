#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "link_under_test.h"
#include "numbered_batches.h"

// Others than the receivers of the plan on the socket of a sender. They cost it a bad frame each, and nobody else
// anything.
namespace weir::link {
namespace {

class Strangers : public testing::TestWithParam<Wiring> {
 protected:
  Strangers()
      : link_({.name = "", .wiring = GetParam(), .capacity = 64, .batch_records = 4}, Transport::kSerialise),
        stranger_(link_.context.handle(), zmq::socket_type::dealer) {
    stranger_.set(zmq::sockopt::linger, 0);
    stranger_.set(zmq::sockopt::rcvtimeo, 0);
    link_.greet();
    stranger_.connect("ipc://" + (link_.folder / "0").string());
  }

  void say(zmq::message_t frame) { stranger_.send(frame, zmq::send_flags::none); }

  void expect_bad_frames(std::uint64_t count) {
    link_.until([&] { return link_.outlet().bad_frames() >= count; });
    EXPECT_EQ(link_.outlet().bad_frames(), count);
  }

  /// The link works as if nobody were there but its own.
  void expect_undisturbed() {
    for (int i = 0; i < 200; ++i) {
      link_.until([&] { return link_.outlet().has_room(); });
      link_.sender().offer_numbers(4);
    }
    link_.finish();
    EXPECT_EQ(link_.receiver().values, first_numbers(800));
    zmq::message_t stolen;
    EXPECT_FALSE(stranger_.recv(stolen).has_value());
  }

  LinkUnderTest link_;
  zmq::socket_t stranger_;
};

INSTANTIATE_TEST_SUITE_P(Links, Strangers, testing::Values(Wiring::kQueue, Wiring::kPipe), wiring_name);

TEST_P(Strangers, WhoSendNonsense) {
  say(zmq::message_t(std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
  say(zmq::message_t());
  say(zmq::message_t(std::string(100'000, '\xff')));
  expect_bad_frames(3);
  expect_undisturbed();
}

TEST_P(Strangers, WhoSendMessagesOfSeveralParts) {
  for (int message = 0; message < 3; ++message) {
    for (int part = 0; part < 100; ++part) {
      stranger_.send(hello_frame(1, 0, 64), zmq::send_flags::sndmore);
    }
    stranger_.send(hello_frame(1, 0, 64), zmq::send_flags::none);
  }
  expect_bad_frames(3);
  expect_undisturbed();
}

TEST_P(Strangers, WhoGreetUnderAnyName) {
  say(hello_frame(77, 0, 64));   // unknown to the plan
  say(hello_frame(1, 0, 0));     // without room for anything
  say(hello_frame(1, 0, 1000));  // the receiver's own
  expect_bad_frames(3);
  expect_undisturbed();
}

TEST_P(Strangers, WhoAcknowledge) {
  link_.receiver().acknowledges = false;
  link_.sender().offer_numbers(4);
  link_.until([&] { return link_.receiver().records == 4; });
  const TagRun run{0, 1};
  say(acknowledge_frame(1, std::span(&run, 1), false));
  say(acknowledge_frame(1, {}, true));
  say(end_frame(0));
  expect_bad_frames(3);
  EXPECT_TRUE(link_.sender().acknowledged.empty());
  link_.receiver().acknowledges = true;
  link_.receiver().catch_up();
  link_.outlet().end();
  link_.until([&] { return link_.receiver().inlet.ended(); });
  EXPECT_FALSE(link_.outlet().finished());
  link_.receiver().inlet.farewell();
  link_.until([&] { return link_.outlet().finished(); });
}

TEST_P(Strangers, WhoSayNothing) { expect_undisturbed(); }

/// A receiver of the plan that speaks the frames by hand.
class HandmadeReceiver : public testing::TestWithParam<Wiring> {
 protected:
  static constexpr int kPatienceMs = 10'000;

  HandmadeReceiver()
      : sender_(context_, {.name = "lines", .wiring = GetParam(), .capacity = 64, .batch_records = 4}, {{1, endpoint_}},
                std::make_unique<RecordsOf<v1::Number>>()),
        socket_(context_.handle(), zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, kPatienceMs);
    socket_.connect(endpoint_.address);
    say(hello_frame(1, 0, 64));
    until([this] { return sender_.outlet.ready(); });
    EXPECT_EQ(hear().welcome().incarnation(), 1U);
  }

  void say(zmq::message_t frame) { socket_.send(frame, zmq::send_flags::none); }
  void acknowledge(const std::vector<TagRun>& runs) { say(acknowledge_frame(1, runs, false)); }

  v1::Header hear() {
    zmq::message_t frame;
    if (!socket_.recv(frame)) throw std::runtime_error("the sender says nothing");
    FrameReader reader = reader_of(frame);
    reader.next();
    return reader.header();
  }

  void until(const std::function<bool()>& done) {
    while (!done()) {
      if (sender_.turn() || done()) continue;
      std::vector<pollfd> descriptors;
      if (sender_.outlet.watch(descriptors) && poll(descriptors.data(), descriptors.size(), kPatienceMs) == 0)
        throw std::runtime_error("nothing comes");
    }
  }

  void expect_bad_frames(std::uint64_t count) {
    until([&] { return sender_.outlet.bad_frames() >= count; });
    EXPECT_EQ(sender_.outlet.bad_frames(), count);
  }

  ScratchFolder folder_;
  Context context_{1};
  Endpoint endpoint_{"ipc://" + (folder_ / "0").string(), Transport::kSerialise};
  Sending sender_;
  zmq::socket_t socket_;
};

INSTANTIATE_TEST_SUITE_P(Links, HandmadeReceiver, testing::Values(Wiring::kQueue, Wiring::kPipe), wiring_name);

TEST_P(HandmadeReceiver, IsSentWhatItHasRoomForAndTheEnd) {
  sender_.offer_numbers(4);
  sender_.turn();
  EXPECT_EQ(hear().batch().count(), 4U);
  sender_.outlet.end();
  sender_.turn();
  EXPECT_EQ(hear().end().batches(), 1U);
  say(acknowledge_frame(1, std::vector<TagRun>{{0, 1}}, true));
  until([this] { return sender_.outlet.finished(); });
}

TEST_P(HandmadeReceiver, IsSentAQuarterOfTheCapacityInOneFrame) {
  const auto batches_in_next_frame = [this] {
    zmq::message_t frame;
    if (!socket_.recv(frame)) throw std::runtime_error("the sender says nothing");
    int batches = 0;
    for (FrameReader reader = reader_of(frame); reader.next();) ++batches;
    return batches;
  };
  for (int i = 0; i < 9; ++i) sender_.offer_numbers(4);
  EXPECT_EQ(batches_in_next_frame(), 4);
  EXPECT_EQ(batches_in_next_frame(), 4);
  sender_.turn();  // at the end of a turn nothing is held back
  EXPECT_EQ(batches_in_next_frame(), 1);
}

TEST_P(HandmadeReceiver, CannotLeaveBeforeTheEnd) {
  say(acknowledge_frame(1, {}, true));
  expect_bad_frames(1);
  sender_.outlet.end();
  sender_.turn();
  EXPECT_TRUE(hear().has_end());
  EXPECT_FALSE(sender_.outlet.finished());
  say(acknowledge_frame(1, {}, true));
  until([this] { return sender_.outlet.finished(); });
}

TEST_P(HandmadeReceiver, CannotAcknowledgeWhatItIsNotOwed) {
  for (int i = 0; i < 3; ++i) sender_.offer_numbers(1);
  sender_.turn();
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  std::uint64_t bad = 0;
  for (const TagRun run : {TagRun{3, 1}, TagRun{0, 4}, TagRun{kMost, 1}, TagRun{1, kMost}, TagRun{kMost, kMost}}) {
    acknowledge({run});
    expect_bad_frames(++bad);
  }
  EXPECT_TRUE(sender_.acknowledged.empty());
  acknowledge({{0, 3}});
  until([this] { return sender_.acknowledged.size() == 3; });
}

TEST_P(HandmadeReceiver, CannotAcknowledgeTwice) {
  for (int i = 0; i < 4; ++i) sender_.offer_numbers(1);
  sender_.turn();
  acknowledge({{1, 1}});
  acknowledge({{0, 3}});  // 1 once more: all of it is refused
  expect_bad_frames(1);
  EXPECT_EQ(sender_.acknowledged.size(), 1U);
  acknowledge({{0, 1}, {2, 2}});
  until([this] { return sender_.acknowledged.size() == 4; });
  acknowledge({{0, 1}});
  expect_bad_frames(2);
  EXPECT_EQ(sender_.acknowledged.size(), 4U);
}

TEST_P(HandmadeReceiver, GetsRoomBackForEachBatchAtOnceWhateverWasSentBefore) {
  for (int i = 0; i < 16; ++i) sender_.offer_numbers(4);
  sender_.offer_numbers(4);
  sender_.turn();
  EXPECT_FALSE(sender_.outlet.has_room());
  acknowledge({{7, 1}});
  until([this] { return sender_.outlet.has_room(); });
  EXPECT_THAT(sender_.acknowledged, testing::ElementsAre(7));
}

TEST_P(HandmadeReceiver, GetsRoomBackOnceForWhatItHasTakenAndAcknowledgesItLater) {
  for (int i = 0; i < 16; ++i) sender_.offer_numbers(4);
  sender_.offer_numbers(4);
  sender_.turn();
  EXPECT_FALSE(sender_.outlet.has_room());
  const std::vector<TagRun> taken{{3, 2}};
  say(acknowledge_frame(1, {}, false, taken));
  until([this] { return sender_.outlet.has_room(); });
  EXPECT_TRUE(sender_.acknowledged.empty());
  say(acknowledge_frame(1, {}, false, taken));
  expect_bad_frames(1);
  acknowledge({{3, 1}});
  until([this] { return sender_.acknowledged.size() == 1; });
  say(acknowledge_frame(1, {}, false, taken));
  expect_bad_frames(2);
  say(acknowledge_frame(1, {}, false, std::vector<TagRun>{{17, 1}}));
  expect_bad_frames(3);
}

TEST_P(HandmadeReceiver, IsHeardUpToWhatIsWrong) {
  for (int i = 0; i < 2; ++i) sender_.offer_numbers(1);
  sender_.turn();
  acknowledge({{0, 1}, {7, 1}});
  expect_bad_frames(1);
  sender_.turn();
  EXPECT_EQ(sender_.acknowledged.size(), 1U);
  acknowledge({{1, 1}});
  until([this] { return sender_.acknowledged.size() == 2; });
}

TEST_P(HandmadeReceiver, CannotAcknowledgeWhatWaitsToBeSent) {
  sender_.offer_numbers(1);  // less than a batch: it waits for more, or for a flush
  acknowledge({{0, 1}});
  for (int i = 0; i < 1000 && sender_.outlet.bad_frames() == 0; ++i) {
    std::vector<pollfd> descriptors;
    if (sender_.outlet.watch(descriptors)) poll(descriptors.data(), descriptors.size(), 10);
    sender_.outlet.receive(sender_.settled);
  }
  EXPECT_EQ(sender_.outlet.bad_frames(), 1U);
  EXPECT_TRUE(sender_.settled.empty());
  sender_.turn();
  EXPECT_EQ(hear().batch().count(), 1U);
}

}  // namespace
}  // namespace weir::link
