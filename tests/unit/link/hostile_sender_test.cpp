#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link/inlet.h"
#include "link/outlet.h"
#include "numbered_batches.h"
#include "support/scratch_folder.h"

// An inlet against a sender that speaks the frames by hand.
namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kPatienceMs = 10'000;

class HandmadeSender : public testing::Test {
 protected:
  HandmadeSender() : socket_(context_.handle(), zmq::socket_type::dealer), inlet_(make_inlet()) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, kPatienceMs);
    socket_.bind(endpoint_.address);
    inlet_.greet();
    EXPECT_TRUE(hear().has_hello());
    say(welcome_frame(7));
  }

  Inlet make_inlet() {
    const LinkTerms terms{.name = "lines", .capacity = 64, .batch_records = 8, .streams = 2};
    return {context_,
            terms,
            0,
            {.replica = 9, .incarnation = 3},
            std::vector{Sender{0, endpoint_, {}}},
            std::make_unique<RecordsOf<v1::Number>>()};
  }

  void say(zmq::message_t frame) { socket_.send(frame, zmq::send_flags::none); }
  void say(const Batch& batch) {
    Batch* const pointer = const_cast<Batch*>(&batch);
    say(batches_frame(std::span(&pointer, 1)));
  }

  v1::Header hear() {
    zmq::message_t frame;
    if (!socket_.recv(frame)) throw std::runtime_error("the receiver says nothing");
    FrameReader reader = reader_of(frame);
    reader.next();
    return reader.header();
  }

  /// The next arrival, waited for; its records are counted and acknowledged.
  Identity take() {
    while (true) {
      if (const Arrival* arrival = inlet_.next()) {
        const Identity identity = arrival->identity;
        inlet_.release(*arrival);
        inlet_.acknowledge(arrival->origin);
        return identity;
      }
      wait();
    }
  }

  void wait() {
    std::vector<pollfd> descriptors;
    if (!inlet_.watch(descriptors)) return;
    if (poll(descriptors.data(), descriptors.size(), kPatienceMs) == 0) throw std::runtime_error("nothing comes");
  }

  /// What the inlet says of what it was sent; fails where it takes it.
  std::string complaint() {
    try {
      for (int i = 0; i < 10; ++i) {
        while (inlet_.next() != nullptr) continue;
        wait();
      }
    } catch (const StageError& error) {
      return error.what();
    }
    return "none";
  }

  ScratchFolder folder_;
  Context context_{1};
  Endpoint endpoint_{"ipc://" + (folder_ / "0").string(), Transport::kSerialise};
  zmq::socket_t socket_;
  Inlet inlet_;
};

TEST_F(HandmadeSender, IsGreetedWithNameAndCredit) {
  inlet_.greet();
  const v1::Hello hello = hear().hello();
  EXPECT_EQ(hello.replica(), 9U);
  EXPECT_EQ(hello.incarnation(), 3U);
  EXPECT_EQ(hello.credit(), 64U);
  EXPECT_EQ(hello.sender(), 0U) << "not heard yet";
  EXPECT_EQ(inlet_.next(), nullptr);
}

TEST_F(HandmadeSender, HasItsDuplicatesDroppedCountedAndAcknowledgedAgain) {
  NumberedBatches batches({3, 3, 3});
  batches[1].identity = batches[0].identity;
  batches[2].identity.sequence = 1;
  for (std::size_t i = 0; i < 3; ++i) say(batches[i]);
  EXPECT_EQ(take().sequence, 0U);
  EXPECT_EQ(take().sequence, 1U);
  EXPECT_EQ(inlet_.duplicates(), 3U);
  inlet_.flush();
  EXPECT_TRUE(inlet_.take_told());
  const v1::Acknowledge acknowledge = hear().acknowledge();
  EXPECT_THAT(acknowledge.first(), ElementsAre(0));
  EXPECT_THAT(acknowledge.count(), ElementsAre(3));
  EXPECT_FALSE(acknowledge.finished());
}

TEST_F(HandmadeSender, IsAcknowledgedInTheOrderOfItsTags) {
  const NumberedBatches batches({1, 1, 1, 1});
  say(batches_frame(batches.pointers()));
  std::vector<Origin> origins;
  while (origins.size() < 4) {
    if (const Arrival* arrival = inlet_.next()) {
      origins.push_back(arrival->origin);
      inlet_.release(*arrival);
    } else {
      wait();
    }
  }
  for (const std::size_t i : {3U, 0U, 1U}) inlet_.acknowledge(origins[i]);
  inlet_.flush();
  const v1::Acknowledge acknowledge = hear().acknowledge();
  EXPECT_THAT(acknowledge.first(), ElementsAre(3, 0));
  EXPECT_THAT(acknowledge.count(), ElementsAre(1, 2));
}

TEST_F(HandmadeSender, FailsTheReceiverByAnEndWithAWrongCount) {
  NumberedBatches batches({1});
  say(batches[0]);
  say(end_frame(2));
  EXPECT_EQ(take().sequence, 0U);
  EXPECT_THAT(complaint(), HasSubstr("link 'lines': the sender sent an end after 2 batches, of which 1 came"));
  EXPECT_FALSE(inlet_.ended());
  EXPECT_EQ(inlet_.bad_frames(), 1U);
}

TEST_F(HandmadeSender, EndsTheLinkByAnEndWithTheRightCount) {
  NumberedBatches batches({1});
  say(batches[0]);
  say(end_frame(1));
  take();
  while (!inlet_.ended()) {
    EXPECT_EQ(inlet_.next(), nullptr);
    if (!inlet_.ended()) wait();
  }
  inlet_.farewell();
  const v1::Acknowledge farewell = hear().acknowledge();
  EXPECT_THAT(farewell.first(), ElementsAre(0));
  EXPECT_TRUE(farewell.finished());
}

TEST_F(HandmadeSender, FailsTheReceiverByABatchAfterItsEnd) {
  NumberedBatches batches({1});
  say(end_frame(0));
  say(batches[0]);
  EXPECT_THAT(complaint(), HasSubstr("batch 0 where 0 was due"));
}

TEST_F(HandmadeSender, FailsTheReceiverByALostBatch) {
  NumberedBatches batches({1, 1});
  say(batches[1]);
  EXPECT_THAT(complaint(), HasSubstr("batch 1 where 0 was due"));
}

TEST_F(HandmadeSender, FailsTheReceiverByAStreamBeyondThePlan) {
  NumberedBatches batches({1});
  batches[0].identity.stream = 2;
  say(batches[0]);
  EXPECT_THAT(complaint(), HasSubstr("a stream that the plan does not know"));
}

TEST_F(HandmadeSender, FailsTheReceiverByRecordsThatAreNone) {
  NumberedBatches batches({2});
  batches[0].range.count = 1;  // of two, whose bytes and checksum are right
  batches[0].range.first = 0;
  zmq::message_t frame = batches_frame(batches.pointers());
  say(std::move(frame));
  EXPECT_THAT(complaint(), HasSubstr("records that can't be parsed"));
}

TEST_F(HandmadeSender, FailsTheReceiverByMoreThanItsCredit) {
  NumberedBatches batches({40, 24, 1});
  say(batches[0]);
  say(batches[1]);
  for (int i = 0; i < 2; ++i) {
    while (inlet_.next() == nullptr) wait();
  }
  say(batches[2]);
  EXPECT_THAT(complaint(), HasSubstr("beyond the credit that was granted"));
}

TEST_F(HandmadeSender, GetsItsCreditBackByAcknowledgements) {
  NumberedBatches batches({40, 40, 40});
  for (std::size_t i = 0; i < 3; ++i) {
    say(batches[i]);
    EXPECT_EQ(take().sequence, i);
    hear();
  }
}

TEST_F(HandmadeSender, FailsTheReceiverByTalkingLikeOne) {
  say(hello_frame(0, 0, 1));
  EXPECT_THAT(complaint(), HasSubstr("a sender that talks like a receiver"));
}

TEST_F(HandmadeSender, FailsTheReceiverByNonsense) {
  say(zmq::message_t(std::string("GET / HTTP/1.1\r\n\r\n")));
  EXPECT_NE(complaint(), "none");
  EXPECT_EQ(inlet_.bad_frames(), 1U);
}

TEST_F(HandmadeSender, FailsTheReceiverByBlocksThatWereNeverMapped) {
  const ScratchFolder memory(kInMemory);
  const auto pool = BlockPool::create(memory / "blocks", 7);
  NumberedBatches batches({1});
  batches[0].blocks = pool->take(batches[0].bytes);
  say(batches_frame(batches.pointers(), pool.get()));
  EXPECT_THAT(complaint(), HasSubstr("records in blocks that were never mapped"));
}

TEST_F(HandmadeSender, IsNotHeardInMessagesOfSeveralParts) {
  NumberedBatches batches({1});
  socket_.send(zmq::message_t(std::string("first")), zmq::send_flags::sndmore);
  socket_.send(zmq::message_t(std::string("second")), zmq::send_flags::none);
  EXPECT_NE(complaint(), "none");
}

TEST(RenamedStreams, ReachTheReceiverUnderTheirNewNumber) {
  Context context(0);
  const Endpoint endpoint{"inproc://0", Transport::kHandOver};
  const LinkTerms terms{.name = "lines", .streams = 6};
  Outlet outlet(context, terms, std::vector{Receiver{9, endpoint}}, 1);
  Inlet inlet(context, terms, 0, {.replica = 9}, std::vector{Sender{0, endpoint, {{1, 5}}}},
              std::make_unique<RecordsOf<v1::Number>>());
  inlet.greet();
  std::vector<Answer*> settled;
  outlet.receive(settled);
  Answer answers[2];
  for (std::uint32_t stream = 0; stream < 2; ++stream) {
    answers[stream].records = std::make_unique<RecordsOf<v1::Number>>();
    answers[stream].records->append_any();
    answers[stream].identity.stream = stream;
    outlet.offer(answers[stream]);
  }
  outlet.flush();
  for (const std::uint32_t expected : {0U, 5U}) {
    const Arrival* const arrival = inlet.next();
    ASSERT_NE(arrival, nullptr);
    EXPECT_EQ(arrival->identity.stream, expected);
    inlet.release(*arrival);
  }
}

}  // namespace
}  // namespace weir::link
