#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "link/frame.h"
#include "numbered_batches.h"
#include "support/scratch_folder.h"

// A frame whose records stand in shared memory, and what a reader makes of one that lies about it.
namespace weir::link {
namespace {

class FrameWithBlocks : public testing::Test {
 protected:
  FrameWithBlocks() {
    batches_[0].blocks = pool_->take(batches_[0].bytes);
    frame_ = batches_frame(batches_.pointers(), pool_.get());
  }

  /// The header of the first item after a change to its batch, as a frame.
  static std::string changed(const v1::Header& header, const std::function<void(v1::Batch&)>& change) {
    v1::Header other = header;
    change(*other.mutable_batch());
    const std::string text = other.SerializeAsString();
    return std::string(1, static_cast<char>(text.size())) + text;
  }

  std::string problem_with(const std::function<void(v1::Batch&)>& change) {
    FrameReader sound = reader(frame_.to_string_view());
    sound.next();
    const std::string frame = changed(sound.header(), change);
    try {
      FrameReader liar = reader(frame);
      liar.next();
    } catch (const BadFrame& problem) {
      return problem.what();
    }
    return {};
  }

  FrameReader reader(std::string_view frame) const {
    return FrameReader({reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()}, &map_);
  }

  ScratchFolder folder_{kInMemory};
  std::unique_ptr<BlockPool> pool_ = BlockPool::create(folder_ / "blocks", 1);
  BlockMap map_{folder_ / "blocks", 1};
  NumberedBatches batches_{{500, 3}};
  zmq::message_t frame_;
};

TEST_F(FrameWithBlocks, HoldsTheirHeadersAndTheRecordsOfOthers) {
  EXPECT_LE(frame_.size(), 2 * kLargestHeader);
  FrameReader items = reader(frame_.to_string_view());
  RecordsOf<v1::Number> records;
  ASSERT_TRUE(items.next());
  ASSERT_TRUE(records.decode(items.records(), items.header().batch().count()));
  EXPECT_EQ(records.size(), 500U);
  EXPECT_EQ(records[499].value(), 499);
  ASSERT_TRUE(items.next());
  ASSERT_TRUE(records.decode(items.records(), items.header().batch().count()));
  EXPECT_EQ(records[0].value(), 500);
  EXPECT_FALSE(items.next());
}

TEST_F(FrameWithBlocks, IsRefusedWhereItNamesOthersThanItsOwn) {
  EXPECT_EQ(problem_with([](v1::Batch&) {}), "");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_block(0); }), "half a name of blocks");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_generation(0); }), "half a name of blocks");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_block(2); }), "records in blocks that hold something else");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_block(~0U); }), "records beyond the blocks that there are");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_generation(9); }),
            "records in blocks that hold something else");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_bytes(batch.bytes() - 1); }),
            "records in blocks that hold something else");
  EXPECT_EQ(problem_with([](v1::Batch& batch) { batch.set_bytes(~0U); }), "a batch is longer than its frame");
}

TEST_F(FrameWithBlocks, IsRefusedByWhoReadsNone) {
  FrameReader items({frame_.data<std::uint8_t>(), frame_.size()});
  EXPECT_THROW(items.next(), BadFrame);
}

}  // namespace
}  // namespace weir::link
