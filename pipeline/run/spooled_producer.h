#pragma once

#include <weir/engine.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "run/storage.h"

namespace weir::run {

/// A producer that can't make its records again, with a file that can: what it makes is written down before anybody
/// gets it, so that another life gives out the same. One thread.
///
/// The file holds a chunk for each `fill` that made something: how many records, how many bytes, their checksum, and
/// the records as they travel. It only grows at its end; what nobody needs any more becomes a hole.
class SpooledProducer final : public BatchProducer {
 public:
  /// Goes on with the file where there is one. Throws std::system_error when it can't be opened.
  SpooledProducer(std::unique_ptr<BatchStage> producer, const std::filesystem::path& file);

  Stage& stage() override { return producer_->stage(); }

  /// Gives out what is in the file behind the place that was sought, then what the producer makes. Throws StageError
  /// where the file can't be read or written.
  Filled fill(Records& out, FillLimit limit, Rejections& rejections) override;

  void keep(Durability durability) override;
  void forget(const Position& position) override;
  std::optional<Position> position() const override { return Position{place_, 0}; }
  void seek(const Position& position) override { place_ = position.offset; }
  std::optional<std::uint64_t> total() const override { return producer_->total(); }
  std::optional<std::chrono::steady_clock::time_point> take_wake_time() override { return producer_->take_wake_time(); }

 private:
  /// False at the end of what was written down whole.
  bool give_out_chunk(Records& out);
  void write_down(const Records& records, std::size_t first);

  std::unique_ptr<BatchProducer> producer_;
  FileStorage file_;
  std::uint64_t place_ = 0;  ///< bytes; behind what was given out
  std::uint64_t freed_ = 0;  ///< bytes before this are a hole
  bool at_end_ = false;      ///< all in the file was given out
  bool is_synced_ = true;
  std::vector<std::byte> chunk_;      ///< kept for its memory
  std::unique_ptr<Records> records_;  ///< the same
};

}  // namespace weir::run
