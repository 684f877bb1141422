#pragma once

#include <weir/v1/payloads.pb.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "link/block_map.h"
#include "link/block_pool.h"
#include "link/frame.h"
#include "support/scratch_folder.h"

namespace weir::fuzz {

/// A sender's shared memory with two batches, and the frame that names them: always the same blocks and generations, so
/// that a frame which was kept fits.
class SharedBlocks {
 public:
  SharedBlocks() {
    for (int i = 0; i < 40; ++i) numbers_.append().set_value(i);
    for (int i = 0; i < 3000; ++i) texts_.append().set_text("日本");
    put(batches_[0], numbers_);
    put(batches_[1], texts_);
    frame_ = link::batches_frame(std::array{&batches_[0], &batches_[1]}, pool_.get()).to_string();
  }

  const std::string& frame() const { return frame_; }
  const link::BlockMap& map() const { return map_; }

  /// Those that begin at a block; none where nothing does.
  std::span<const std::uint8_t> records_at(std::uint32_t block) const {
    for (const link::Batch& batch : batches_) {
      if (batch.blocks.first == block) return pool_->records(batch.blocks);
    }
    return {};
  }

 private:
  void put(link::Batch& batch, const Records& records) {
    batch.records = &records;
    batch.range = {0, records.size()};
    batch.bytes = static_cast<std::uint32_t>(records.encoded_size(0, records.size()));
    batch.blocks = pool_->take(batch.bytes);
  }

  ScratchFolder folder_{kInMemory};
  std::unique_ptr<link::BlockPool> pool_ = link::BlockPool::create(folder_ / "blocks", 1);
  RecordsOf<v1::Number> numbers_;
  RecordsOf<v1::Text> texts_;
  std::array<link::Batch, 2> batches_;
  std::string frame_;
  link::BlockMap map_{folder_ / "blocks", 1};
};

}  // namespace weir::fuzz
