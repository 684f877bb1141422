#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <random>
#include <string>

#include "link/checksum.h"
#include "link/frame.h"
#include "numbered_batches.h"

// What a reader makes of bytes that nobody of the house would send.
namespace weir::link {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const zmq::message_t& frame) {
  return {frame.data<std::uint8_t>(), frame.data<std::uint8_t>() + frame.size()};
}

Bytes frame_of(const v1::Header& header, const Bytes& records = {}) {
  const std::string text = header.SerializeAsString();
  Bytes frame;
  for (std::size_t size = text.size(); true; size >>= 7) {
    frame.push_back(static_cast<std::uint8_t>(size < 0x80 ? size : (size & 0x7f) | 0x80));
    if (size < 0x80) break;
  }
  frame.insert(frame.end(), text.begin(), text.end());
  frame.insert(frame.end(), records.begin(), records.end());
  return frame;
}

/// What is wrong with the first item of a frame; empty: nothing.
std::string problem_of(const Bytes& frame) {
  try {
    FrameReader(frame).next();
  } catch (const BadFrame& problem) {
    return problem.what();
  }
  return {};
}

/// The header of two numbers in a frame, and their bytes.
struct Sound {
  v1::Header header;
  Bytes records;
};

Sound sound_batch() {
  const NumberedBatches batches({2});
  const zmq::message_t frame = batches_frame(batches.pointers());
  FrameReader reader = reader_of(frame);
  reader.next();
  return {reader.header(), {reader.records().begin(), reader.records().end()}};
}

std::string problem_with(const std::function<void(v1::Header&)>& change) {
  Sound sound = sound_batch();
  change(sound.header);
  return problem_of(frame_of(sound.header, sound.records));
}

TEST(FrameReader, RefusesAFrameOfNoBytes) {
  EXPECT_THROW(FrameReader(Bytes{}), BadFrame);
  EXPECT_FALSE(FrameReader().next());
}

TEST(FrameReader, RefusesWhatIsNotOfThisProtocol) {
  EXPECT_EQ(problem_with([](v1::Header&) {}), "");
  EXPECT_EQ(problem_with([](v1::Header& header) { header.set_magic(0x72696578); }), "a header without weir's mark");
  EXPECT_EQ(problem_with([](v1::Header& header) { header.clear_magic(); }), "a header without weir's mark");
  EXPECT_EQ(problem_with([](v1::Header& header) { header.set_version(2); }),
            "version 2 of the link protocol; this is version 1");
  EXPECT_EQ(problem_with([](v1::Header& header) { header.clear_kind(); }), "a header that says nothing");
  const std::string http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_NE(problem_of({http.begin(), http.end()}), "");
}

TEST(FrameReader, ChecksEveryFieldOfABatch) {
  const auto problem = [](const std::function<void(v1::Batch&)>& change) {
    return problem_with([&change](v1::Header& header) { change(*header.mutable_batch()); });
  };
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_checksum(batch.checksum() + 1); }),
            "a checksum that does not fit");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.clear_checksum(); }), "a checksum that does not fit");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_bytes(batch.bytes() + 1); }), "a batch is longer than its frame");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_bytes(~0U); }), "a batch is longer than its frame");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_bytes(batch.bytes() - 1); }), "a checksum that does not fit");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_count(batch.bytes() + 1); }),
            "a batch of more records than its bytes can hold");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_count(~0U); }), "a batch of more records than its bytes can hold");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.clear_count(); }), "a batch without records that has bytes");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.clear_span(); }), "a batch with a wrong span");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_span(2); }), "a batch with a wrong span");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_sequence(~std::uint64_t{0}); }), "a sequence beyond its range");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_created_ns(std::numeric_limits<std::int64_t>::min()); }),
            "a time before the clock began");
  EXPECT_EQ(problem([](v1::Batch& batch) { batch.set_sent_ns(-1); }), "a time before the clock began");
}

TEST(FrameReader, RefusesARunOfNumbersThatIsAPart) {
  for (const bool more : {true, false}) {
    NumberedBatches batches({0});
    batches[0].identity = {.stream = 0, .sequence = 0, .span = 2, .part = more ? 0U : 1U, .more = more};
    EXPECT_EQ(problem_of(bytes_of(batches_frame(batches.pointers()))), "a batch with a wrong span");
  }
}

TEST(FrameReader, RefusesALossWhereThereAreRecords) {
  const auto problem = [](bool empty, std::uint64_t span, bool more) {
    v1::Header header = sound_batch().header;
    v1::Batch& batch = *header.mutable_batch();
    batch.set_lost(3);
    batch.set_span(span);
    batch.set_more(more);
    if (empty) batch.set_count(0);
    if (empty) batch.set_bytes(0);
    if (empty) batch.set_checksum(checksum({}));
    return problem_of(frame_of(header, empty ? Bytes{} : sound_batch().records));
  };
  EXPECT_EQ(problem(true, 1, false), "");
  EXPECT_EQ(problem(false, 1, false), "a loss in a batch that has records");
  EXPECT_EQ(problem(true, 2, false), "a loss in a batch that has records");
  EXPECT_EQ(problem(true, 1, true), "a loss in a batch that has records");
}

TEST(FrameReader, RefusesListsOfDifferentLength) {
  v1::Header header = sound_batch().header;
  header.mutable_acknowledge()->add_first(0);
  EXPECT_EQ(problem_of(frame_of(header)), "an acknowledgement whose lists differ in length");
  header.mutable_acknowledge()->add_count(1);
  EXPECT_EQ(problem_of(frame_of(header)), "");
  header.mutable_acknowledge()->add_taken_first(0);
  EXPECT_EQ(problem_of(frame_of(header)), "an acknowledgement whose lists differ in length");
}

TEST(FrameReader, RefusesAFrameThatIsCutAtAnyByte) {
  const NumberedBatches batches({3, 0, 40});
  const Bytes frame = bytes_of(batches_frame(batches.pointers()));
  std::size_t sound = 0;
  for (std::size_t length = 0; length < frame.size(); ++length) {
    try {
      FrameReader reader{std::span(frame).first(length)};
      while (reader.next()) continue;
      ++sound;
    } catch (const BadFrame&) {
    }
  }
  EXPECT_EQ(sound, 2U) << "the first batch, the first two";
}

TEST(FrameReader, NoticesEveryFlippedBitOrMakesNoHarmOfIt) {
  const NumberedBatches batches({2, 0, 3});
  const Bytes frame = bytes_of(batches_frame(batches.pointers()));
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    Bytes flipped = frame;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    FrameReader reader(flipped);
    try {
      while (reader.next()) {
        if (!reader.header().has_batch()) continue;
        // The numbers of the batch may be wrong, which the connection checks; its records never are.
        RecordsOf<v1::Number> records;
        if (!records.decode(reader.records(), reader.header().batch().count())) break;
        for (std::size_t i = 0; i < records.size(); ++i) ASSERT_LT(records[i].value(), 5) << bit;
      }
    } catch (const BadFrame&) {
    }
  }
}

TEST(FrameReader, RefusesLengthsBeyondEverything) {
  EXPECT_NE(problem_of(Bytes(10, 0xff)), "");
  EXPECT_NE(problem_of({0xff, 0xff, 0xff, 0xff, 0x0f}), "");
  EXPECT_NE(problem_of({0xff, 0xff, 0xff, 0xff, 0x7f}), "");
  EXPECT_NE(problem_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80}), "");
  EXPECT_NE(problem_of({0}), "") << "a header of no bytes";
}

TEST(FrameReader, SurvivesNoise) {
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    Bytes noise(random() % 64);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
    problem_of(noise);
  }
}

}  // namespace
}  // namespace weir::link
