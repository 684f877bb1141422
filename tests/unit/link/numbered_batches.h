#pragma once

#include <weir/v1/payloads.pb.h>

#include <deque>
#include <span>
#include <vector>

#include "link/frame.h"

namespace weir::link {

/// Batches of so many numbers each, counted on from 0, ready for a frame.
class NumberedBatches {
 public:
  explicit NumberedBatches(const std::vector<std::size_t>& counts) {
    for (const std::size_t count : counts) {
      const std::size_t first = records_.size();
      for (std::size_t i = 0; i < count; ++i) records_.append().set_value(static_cast<std::int64_t>(first + i));
      Batch& batch = batches_.emplace_back();
      batch.identity.sequence = batch.tag = batches_.size() - 1;
      batch.range = {first, count};
      batch.created_ns = batch.sent_ns = 1;
      pointers_.push_back(&batch);
    }
    for (Batch& batch : batches_) {
      if (batch.range.count > 0) batch.records = &records_;
      batch.bytes = static_cast<std::uint32_t>(records_.encoded_size(batch.range.first, batch.range.count));
    }
  }

  Batch& operator[](std::size_t index) { return batches_[index]; }
  std::span<Batch* const> pointers() const { return pointers_; }

 private:
  RecordsOf<v1::Number> records_;
  std::deque<Batch> batches_;
  std::vector<Batch*> pointers_;
};

inline FrameReader reader_of(const zmq::message_t& frame) {
  return FrameReader({frame.data<std::uint8_t>(), frame.size()});
}

}  // namespace weir::link
