#pragma once

#include <weir/v1/wire.pb.h>
#include <zmq.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "link/batch.h"

namespace weir::link {

/// No frame is larger, so no record either; ZeroMQ disconnects who sends more.
inline constexpr std::size_t kLargestFrame = std::size_t{8} * 1024 * 1024;
/// No header of a batch is larger, its length included.
inline constexpr std::size_t kLargestHeader = 128;
inline constexpr std::size_t kLargestRecord = kLargestFrame - 1024;

/// A frame that is no well-formed part of the protocol. The text says what is wrong with it.
class BadFrame : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A run of tags: first, first + 1, …, `count` of them.
struct TagRun {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

zmq::message_t hello_frame(std::uint32_t replica, std::uint64_t incarnation, std::uint64_t credit,
                           std::uint64_t sender = 0);
zmq::message_t welcome_frame(std::uint64_t incarnation);

/// `sender`: the incarnation that sent what is acknowledged.
zmq::message_t acknowledge_frame(std::uint64_t sender, std::span<const TagRun> runs, bool finished,
                                 std::span<const TagRun> taken = {});
zmq::message_t end_frame(std::uint64_t batches);

/// The batches and all their records in one frame; each `bytes` must be right.
zmq::message_t batches_frame(std::span<Batch* const> batches);

/// Walks over the items of a frame, checking every field that can be checked without knowing the link.
/// The frame's bytes must outlive the reader.
class FrameReader {
 public:
  FrameReader() = default;
  /// Throws BadFrame where there are no bytes: a frame holds an item at least.
  explicit FrameReader(std::span<const std::uint8_t> frame);

  /// False at the end of the frame; throws BadFrame where the bytes make no sense.
  bool next();

  /// The item that `next` came to.
  const v1::Header& header() const { return header_; }

  /// The records behind a header with a batch; their checksum is right.
  std::span<const std::uint8_t> records() const { return records_; }

 private:
  std::span<const std::uint8_t> rest_;
  std::span<const std::uint8_t> records_;
  v1::Header header_;
};

}  // namespace weir::link
