#include "link/frame.h"

#include <google/protobuf/io/coded_stream.h>

#include <new>

#include "link/checksum.h"

namespace weir::link {

namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr std::uint32_t kMagic = 0x72696577;
constexpr std::uint32_t kVersion = 1;

std::size_t delimited_size(const v1::Header& header) {
  const std::size_t size = header.ByteSizeLong();
  return size + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(size));
}

std::uint8_t* write_delimited(const v1::Header& header, std::uint8_t* out) {
  out = CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(header.GetCachedSize()), out);
  return header.SerializeWithCachedSizesToArray(out);
}

v1::Header new_header() {
  v1::Header header;
  header.set_magic(kMagic);
  header.set_version(kVersion);
  return header;
}

/// Throws like whatever else finds no memory: ZeroMQ has an error of its own for that.
zmq::message_t empty_frame(std::size_t size) {
  try {
    return zmq::message_t(size);
  } catch (const zmq::error_t&) {
    if (const std::new_handler handler = std::get_new_handler(); handler != nullptr) handler();
    throw std::bad_alloc();
  }
}

zmq::message_t control_frame(const v1::Header& header) {
  zmq::message_t frame = empty_frame(delimited_size(header));
  write_delimited(header, frame.data<std::uint8_t>());
  return frame;
}

void describe(const Batch& batch, v1::Batch& header) {
  header.set_tag(batch.tag);
  header.set_stream(batch.identity.stream);
  header.set_sequence(batch.identity.sequence);
  header.set_span(batch.identity.span);
  header.set_part(batch.identity.part);
  header.set_more(batch.identity.more);
  header.set_count(static_cast<std::uint32_t>(batch.range.count));
  header.set_bytes(batch.bytes);
  header.set_created_ns(batch.created_ns);
  header.set_sent_ns(batch.sent_ns);
  header.set_again(batch.again);
  header.set_lost(batch.lost);
  header.set_checksum(1);  // keeps its place free until the records are written
  header.set_block(batch.blocks.first);
  header.set_generation(batch.blocks.generation);
}

/// `room` is what the frame has left for the records.
void check_fields(const v1::Batch& batch, std::size_t room) {
  if ((batch.block() == 0) != (batch.generation() == 0)) throw BadFrame("half a name of blocks");
  if (batch.bytes() > room) throw BadFrame("a batch is longer than its frame");
  // Each record takes a byte for its length at least.
  if (batch.count() > batch.bytes()) throw BadFrame("a batch of more records than its bytes can hold");
  if (batch.count() == 0 && batch.bytes() > 0) throw BadFrame("a batch without records that has bytes");
  const bool whole_and_empty = batch.count() == 0 && batch.part() == 0 && !batch.more();
  if (batch.span() == 0 || (batch.span() > 1 && !whole_and_empty)) throw BadFrame("a batch with a wrong span");
  if (batch.lost() > 0 && (batch.count() > 0 || batch.span() > 1 || batch.more())) {
    throw BadFrame("a loss in a batch that has records");
  }
  if (batch.sequence() + batch.span() < batch.sequence()) throw BadFrame("a sequence beyond its range");
  // So a difference to the present can't overflow.
  if (batch.created_ns() < 0 || batch.sent_ns() < 0) throw BadFrame("a time before the clock began");
}

std::span<const std::uint8_t> records_in_blocks(const v1::Batch& batch, const BlockMap* blocks) {
  if (blocks == nullptr) throw BadFrame("records in blocks where nobody reads any");
  return blocks->records({batch.block(), batch.bytes(), batch.generation()});
}

}  // namespace

zmq::message_t hello_frame(std::uint32_t replica, std::uint64_t incarnation, std::uint64_t credit, std::uint64_t sender,
                           bool reads_blocks) {
  v1::Header header = new_header();
  header.mutable_hello()->set_replica(replica);
  header.mutable_hello()->set_incarnation(incarnation);
  header.mutable_hello()->set_credit(credit);
  header.mutable_hello()->set_sender(sender);
  header.mutable_hello()->set_reads_blocks(reads_blocks);
  return control_frame(header);
}

zmq::message_t welcome_frame(std::uint64_t incarnation) {
  v1::Header header = new_header();
  header.mutable_welcome()->set_incarnation(incarnation);
  return control_frame(header);
}

zmq::message_t acknowledge_frame(std::uint64_t sender, std::span<const TagRun> runs, bool finished,
                                 std::span<const TagRun> taken) {
  v1::Header header = new_header();
  v1::Acknowledge& acknowledge = *header.mutable_acknowledge();
  acknowledge.set_sender(sender);
  for (const TagRun& run : runs) {
    acknowledge.add_first(run.first);
    acknowledge.add_count(run.count);
  }
  for (const TagRun& run : taken) {
    acknowledge.add_taken_first(run.first);
    acknowledge.add_taken_count(run.count);
  }
  acknowledge.set_finished(finished);
  return control_frame(header);
}

zmq::message_t end_frame(std::uint64_t batches) {
  v1::Header header = new_header();
  header.mutable_end()->set_batches(batches);
  return control_frame(header);
}

zmq::message_t batches_frame(std::span<Batch* const> batches, const BlockPool* pool) {
  v1::Header header = new_header();
  std::size_t size = 0;
  for (const Batch* batch : batches) {
    describe(*batch, *header.mutable_batch());
    size += delimited_size(header) + (batch->blocks.is_none() ? batch->bytes : 0);
  }
  zmq::message_t frame = empty_frame(size);
  auto* out = frame.data<std::uint8_t>();
  for (const Batch* batch : batches) {
    v1::Batch& fields = *header.mutable_batch();
    describe(*batch, fields);
    std::uint8_t* const behind = out + delimited_size(header);
    const bool in_frame = batch->blocks.is_none();
    const std::span records = in_frame ? std::span(behind, batch->bytes) : pool->records(batch->blocks);
    if (batch->range.count > 0) batch->records->encode(batch->range.first, batch->range.count, records);
    if (in_frame) {
      fields.set_checksum(checksum(std::as_bytes(records)));
    } else {
      pool->publish(batch->blocks);
    }
    write_delimited(header, out);
    out = in_frame ? behind + records.size() : behind;
  }
  return frame;
}

FrameReader::FrameReader(std::span<const std::uint8_t> frame, const BlockMap* blocks) : rest_(frame), blocks_(blocks) {
  if (frame.empty()) throw BadFrame("an empty frame");
}

std::span<const std::uint8_t> FrameReader::take(std::size_t bytes) {
  const std::span<const std::uint8_t> taken = rest_.first(bytes);
  rest_ = rest_.subspan(bytes);
  return taken;
}

bool FrameReader::next() {
  if (rest_.empty()) return false;
  CodedInputStream in(rest_.data(), static_cast<int>(rest_.size()));
  std::uint32_t size = 0;
  if (!in.ReadVarint32(&size) || size > rest_.size() - static_cast<std::size_t>(in.CurrentPosition())) {
    throw BadFrame("a header is longer than its frame");
  }
  take(static_cast<std::size_t>(in.CurrentPosition()));
  if (!header_.ParseFromArray(take(size).data(), static_cast<int>(size))) throw BadFrame("a header can't be parsed");
  if (header_.magic() != kMagic) throw BadFrame("a header without weir's mark");
  if (header_.version() != kVersion) {
    throw BadFrame("version " + std::to_string(header_.version()) + " of the link protocol; this is version 1");
  }
  records_ = {};
  switch (header_.kind_case()) {
    case v1::Header::kBatch: {
      const v1::Batch& batch = header_.batch();
      const bool in_frame = batch.block() == 0;
      check_fields(batch, in_frame ? rest_.size() : kLargestFrame);
      records_ = in_frame ? take(batch.bytes()) : records_in_blocks(batch, blocks_);
      if (in_frame && checksum(std::as_bytes(records_)) != batch.checksum())
        throw BadFrame("a checksum that does not fit");
      break;
    }
    case v1::Header::kAcknowledge:
      if (header_.acknowledge().first_size() != header_.acknowledge().count_size() ||
          header_.acknowledge().taken_first_size() != header_.acknowledge().taken_count_size()) {
        throw BadFrame("an acknowledgement whose lists differ in length");
      }
      break;
    case v1::Header::kHello:
    case v1::Header::kWelcome:
    case v1::Header::kEnd:
      break;
    case v1::Header::KIND_NOT_SET:
      throw BadFrame("a header that says nothing");
  }
  return true;
}

}  // namespace weir::link
