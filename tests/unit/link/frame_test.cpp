#include "link/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "numbered_batches.h"

namespace weir::link {
namespace {

TEST(Frame, CarriesAHello) {
  const zmq::message_t frame = hello_frame(7, 0xfedcba9876543210, 8192);
  FrameReader reader = reader_of(frame);
  ASSERT_TRUE(reader.next());
  const v1::Hello& hello = reader.header().hello();
  EXPECT_EQ(hello.replica(), 7U);
  EXPECT_EQ(hello.incarnation(), 0xfedcba9876543210);
  EXPECT_EQ(hello.credit(), 8192U);
  EXPECT_FALSE(reader.next());
}

TEST(Frame, CarriesAcknowledgementsOfNoneOneAndMany) {
  for (const std::size_t runs : {0U, 1U, 1000U}) {
    std::vector<TagRun> sent;
    for (std::size_t i = 0; i < runs; ++i) sent.push_back({i * i, i});
    const std::vector<TagRun> taken(runs, TagRun{7, 3});
    const zmq::message_t frame = acknowledge_frame(5, sent, runs == 1, taken);
    FrameReader reader = reader_of(frame);
    ASSERT_TRUE(reader.next());
    const v1::Acknowledge& acknowledge = reader.header().acknowledge();
    ASSERT_EQ(acknowledge.first_size(), static_cast<int>(runs));
    for (int i = 0; i < acknowledge.first_size(); ++i) {
      EXPECT_EQ(acknowledge.first(i), sent[i].first);
      EXPECT_EQ(acknowledge.count(i), sent[i].count);
    }
    EXPECT_EQ(acknowledge.finished(), runs == 1);
    EXPECT_EQ(acknowledge.sender(), 5U);
    EXPECT_THAT(acknowledge.taken_first(), testing::ElementsAreArray(std::vector<std::uint64_t>(runs, 7)));
    EXPECT_THAT(acknowledge.taken_count(), testing::ElementsAreArray(std::vector<std::uint64_t>(runs, 3)));
    EXPECT_FALSE(reader.next());
  }
}

TEST(Frame, CarriesAnEnd) {
  for (const std::uint64_t batches : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    const zmq::message_t frame = end_frame(batches);
    FrameReader reader = reader_of(frame);
    ASSERT_TRUE(reader.next());
    ASSERT_TRUE(reader.header().has_end());
    EXPECT_EQ(reader.header().end().batches(), batches);
  }
}

TEST(Frame, CarriesSeveralBatchesOfAnySize) {
  const NumberedBatches sent({1, 0, 17, 512, 0, 1});
  const zmq::message_t frame = batches_frame(sent.pointers());
  FrameReader reader = reader_of(frame);
  std::int64_t next = 0;
  for (const Batch* batch : sent.pointers()) {
    ASSERT_TRUE(reader.next());
    RecordsOf<v1::Number> received;
    ASSERT_TRUE(received.decode(reader.records(), reader.header().batch().count()));
    ASSERT_EQ(received.size(), batch->range.count);
    for (std::size_t i = 0; i < received.size(); ++i) EXPECT_EQ(received[i].value(), next++);
  }
  EXPECT_FALSE(reader.next());
}

TEST(Frame, CarriesEveryFieldOfABatch) {
  NumberedBatches sent({3});
  Batch& batch = sent[0];
  batch.identity = {.stream = 5, .sequence = 1ULL << 63, .span = 1, .part = 4, .more = true};
  batch.tag = 99;
  batch.created_ns = 1'234'567'890'123;
  batch.sent_ns = 0;
  const zmq::message_t frame = batches_frame(sent.pointers());
  FrameReader reader = reader_of(frame);
  ASSERT_TRUE(reader.next());
  const v1::Batch& header = reader.header().batch();
  EXPECT_EQ(header.tag(), 99U);
  EXPECT_EQ(header.stream(), 5U);
  EXPECT_EQ(header.sequence(), 1ULL << 63);
  EXPECT_EQ(header.span(), 1U);
  EXPECT_EQ(header.part(), 4U);
  EXPECT_TRUE(header.more());
  EXPECT_EQ(header.count(), 3U);
  EXPECT_EQ(header.bytes(), batch.bytes);
  EXPECT_EQ(header.created_ns(), 1'234'567'890'123);
  EXPECT_EQ(header.sent_ns(), 0);
}

TEST(Frame, HasRoomForTheLargestHeader) {
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  NumberedBatches sent({0});
  sent[0].identity = {.stream = ~0U, .sequence = kMost, .span = kMost, .part = ~0U, .more = true};
  sent[0].tag = kMost;
  EXPECT_LE(batches_frame(sent.pointers()).size() + 2 * 6, kLargestHeader) << "count and bytes were 0 here";
}

TEST(Frame, CarriesARunOfNumbersWithoutRecords) {
  NumberedBatches sent({0, 2});
  sent[0].identity.span = 1'000'000;
  const zmq::message_t frame = batches_frame(sent.pointers());
  FrameReader reader = reader_of(frame);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.header().batch().span(), 1'000'000U);
  EXPECT_TRUE(reader.records().empty());
  EXPECT_TRUE(reader.next());
}

}  // namespace
}  // namespace weir::link
