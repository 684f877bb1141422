#include "bench/baselines/chain.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/baselines/payload.h"

namespace weir::bench {
namespace {

using Misbehave = std::function<void(zmq::socket_t&, const Terms&)>;

void push_number(zmq::socket_t& push, const Terms& terms, std::uint64_t number) {
  const Payload payload(terms);
  zmq::message_t message(payload.size());
  payload.write(number, 0, message.data());
  push.send(message, zmq::send_flags::none);
}

/// What `receive_all` says of a sender that greets as it should and then does something else.
std::string refusal_of(const Misbehave& misbehave) {
  const Meeting meeting = meet_inproc(1);
  const Terms terms{.messages = 3};
  ThreadCrew crew;
  crew.start([&](zmq::context_t& context) {
    zmq::socket_t push(context, zmq::socket_type::push);
    push.connect(meeting.hops.front());
    zmq::socket_t answers(context, zmq::socket_type::pull);
    answers.bind(meeting.answers.front());
    zmq::message_t message;
    push.send(message, zmq::send_flags::none);
    if (!answers.recv(message)) return;
    misbehave(push, terms);
  });
  try {
    receive_all(crew.context(), meeting, terms, crew);
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST(Chain, HasNoResultWhereAMessageIsLost) {
  EXPECT_EQ(refusal_of([](zmq::socket_t& push, const Terms& terms) {
              push_number(push, terms, 0);
              push_number(push, terms, 2);
            }),
            "message 2 came in place of 1");
}

TEST(Chain, HasNoResultWhereTheLastMessageIsLost) {
  EXPECT_EQ(refusal_of([](zmq::socket_t& push, const Terms& terms) {
              push_number(push, terms, 0);
              push_number(push, terms, 1);
            }),
            "only 2 of 3 messages came");
}

TEST(Chain, HasNoResultWhereTheFarewellComesTooEarly) {
  EXPECT_EQ(refusal_of([](zmq::socket_t& push, const Terms& terms) {
              push_number(push, terms, 0);
              zmq::message_t farewell(std::string(16, '\xff'));
              push.send(farewell, zmq::send_flags::none);
            }),
            "only 1 of 3 messages came");
}

TEST(Chain, HasNoResultWhereAMessageComesTwice) {
  EXPECT_EQ(refusal_of([](zmq::socket_t& push, const Terms& terms) {
              push_number(push, terms, 0);
              push_number(push, terms, 0);
            }),
            "message 0 came twice");
}

TEST(Chain, HasNoResultWhereTheLastMessageComesTwice) {
  EXPECT_EQ(refusal_of([](zmq::socket_t& push, const Terms& terms) {
              for (const std::uint64_t number : {0U, 1U, 2U, 2U}) push_number(push, terms, number);
            }),
            "more messages came than were sent, 3 of 3");
}

TEST(Chain, SaysWhyTheSenderHasFailed) {
  EXPECT_EQ(refusal_of([](zmq::socket_t&, const Terms&) { throw std::runtime_error("as it should"); }), "as it should");
}

/// libzmq would drop what is still on its way over a Unix domain socket.
TEST(Chain, HasASenderThatStaysUntilAllHasCome) {
  const Meeting meeting = meet_inproc(1);
  const Terms terms{.messages = 3};
  ThreadCrew crew;
  crew.start([&](zmq::context_t& context) { send_all(context, meeting, terms, [] {}); });
  zmq::socket_t pull(crew.context(), zmq::socket_type::pull);
  pull.bind(meeting.hops.front());
  zmq::socket_t answer(crew.context(), zmq::socket_type::push);
  answer.set(zmq::sockopt::linger, 0);
  answer.connect(meeting.answers.front());
  zmq::message_t message;
  ASSERT_TRUE(pull.recv(message));
  answer.send(zmq::message_t(), zmq::send_flags::none);
  for (std::uint64_t i = 0; i < terms.messages + 1; ++i) ASSERT_TRUE(pull.recv(message));  // the farewell as well

  constexpr std::chrono::milliseconds kLongEnoughToEnd{50};
  std::this_thread::sleep_for(kLongEnoughToEnd);
  EXPECT_FALSE(crew.have_ended());
  answer.send(zmq::message_t(), zmq::send_flags::none);
  crew.wait();
}

/// The sender removes the names of the sockets as soon as it hears the receiver.
TEST(Chain, LetsTheSenderHearLastThatAllAreConnected) {
  const IpcMeeting place(2);
  const Meeting& meeting = place.meeting();
  const Terms terms{.messages = 1};
  zmq::context_t context(1);
  std::promise<void> may_end;
  ThreadCrew crew;
  crew.start([&](zmq::context_t&) { may_end.get_future().wait(); });
  auto receiver = std::async(std::launch::async, [&] { return receive_all(context, meeting, terms, crew); });

  const auto bound = [&](const std::string& address) {
    zmq::socket_t socket(context, zmq::socket_type::pull);
    socket.bind(address);
    return socket;
  };
  zmq::socket_t to_sender = bound(meeting.answers.front());
  zmq::socket_t push(context, zmq::socket_type::push);
  push.connect(meeting.hops.back());
  zmq::message_t message;
  push.send(message, zmq::send_flags::none);
  constexpr int kLongEnoughToComeMs = 50;
  to_sender.set(zmq::sockopt::rcvtimeo, kLongEnoughToComeMs);
  EXPECT_FALSE(to_sender.recv(message));
  to_sender.set(zmq::sockopt::rcvtimeo, -1);
  zmq::socket_t to_relay = bound(meeting.answers.back());
  EXPECT_TRUE(to_relay.recv(message));
  EXPECT_TRUE(to_sender.recv(message));

  push_number(push, terms, 0);
  push.send(zmq::message_t(std::string(16, '\xff')), zmq::send_flags::none);
  EXPECT_EQ(receiver.get().messages, 1U);
  may_end.set_value();
}

TEST(Chain, IsConnectedBeforeTheClockIsLookedAt) {
  const Meeting meeting = meet_inproc(2);
  const Terms terms{.messages = 10, .rate = 1000};
  ThreadCrew crew;
  int connected = 0;
  crew.start([&](zmq::context_t& context) { send_all(context, meeting, terms, [&connected] { ++connected; }); });
  crew.start([&](zmq::context_t& context) { relay_all(context, meeting, terms); });
  const Measured measured = receive_all(crew.context(), meeting, terms, crew);
  crew.wait();
  EXPECT_EQ(connected, 1);
  EXPECT_GE(measured.took.count(), 0.009);  // the last of ten is due nine periods after the first
  ASSERT_TRUE(measured.latency_us);
  EXPECT_GT(measured.latency_us->p50, 0);
}

}  // namespace
}  // namespace weir::bench
