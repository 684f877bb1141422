#pragma once

#include <weir/v1/wire.pb.h>
#include <zmq.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include "link/bad_frame.h"
#include "link/batch.h"
#include "link/block_map.h"
#include "link/block_pool.h"

namespace weir::link {

/// No frame is larger, so no record either; ZeroMQ disconnects who sends more.
inline constexpr std::size_t kLargestFrame = std::size_t{32} * 1024 * 1024;
/// No header of a batch is larger, its length included.
inline constexpr std::size_t kLargestHeader = 128;
inline constexpr std::size_t kLargestRecord = kLargestFrame - 1024;

/// A run of tags: first, first + 1, …, `count` of them.
struct TagRun {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

zmq::message_t hello_frame(std::uint32_t replica, std::uint64_t incarnation, std::uint64_t credit,
                           std::uint64_t sender = 0, bool reads_blocks = false);
zmq::message_t welcome_frame(std::uint64_t incarnation);

/// `sender`: the incarnation that sent what is acknowledged.
zmq::message_t acknowledge_frame(std::uint64_t sender, std::span<const TagRun> runs, bool finished,
                                 std::span<const TagRun> taken = {});
zmq::message_t end_frame(std::uint64_t batches);

/// The batches in one frame; each `bytes` must be right. Their records go along, but for those of batches that have
/// blocks of `pool`: these are written there.
zmq::message_t batches_frame(std::span<Batch* const> batches, const BlockPool* pool = nullptr);

/// Walks over the items of a frame, checking every field that can be checked without knowing the link.
/// The frame's bytes must outlive the reader, and so must the blocks that records may stand in.
class FrameReader {
 public:
  FrameReader() = default;
  /// Throws BadFrame where there are no bytes: a frame holds an item at least.
  explicit FrameReader(std::span<const std::uint8_t> frame, const BlockMap* blocks = nullptr);

  /// False at the end of the frame; throws BadFrame where the bytes make no sense.
  bool next();

  /// The item that `next` came to.
  const v1::Header& header() const { return header_; }

  /// The records of a header with a batch; their checksum is right.
  std::span<const std::uint8_t> records() const { return records_; }

 private:
  std::span<const std::uint8_t> take(std::size_t bytes);

  std::span<const std::uint8_t> rest_;
  const BlockMap* blocks_ = nullptr;
  std::span<const std::uint8_t> records_;
  v1::Header header_;
};

}  // namespace weir::link
