#pragma once

#include <weir/descriptor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "link/block_file.h"
#include "link/mapping.h"

namespace weir::link {

/// A sender's blocks of shared memory, in which serialised records wait for receivers in other processes. The file
/// grows as far as it is used at once, and is gone with the pool; who has mapped it keeps what it sees.
/// One thread. The calls for each run match   take records publish give_back   , where a run that is given up after
/// `take` is given back at once.
class BlockPool {
 public:
  /// Null where blocks are not to be had: in a file system that is not in memory (there, a full disk could show as late
  /// as when a block is written to), where address space is limited, and where there is no room. What an earlier life
  /// of the sender left at `path` is removed in any case.
  static std::unique_ptr<BlockPool> create(const std::filesystem::path& path, std::uint64_t incarnation);

  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;
  ~BlockPool();

  /// A run for records of so many bytes, the first that is free, so that the blocks in use stay few and in the caches;
  /// none where there is no room.
  BlockRun take(std::uint32_t bytes);

  /// Whether there will be room for records of so many bytes, although there is none now: when others are given back.
  bool is_full_for(std::uint32_t bytes) const;

  /// Where the records of the run are to be written.
  std::span<std::uint8_t> records(const BlockRun& run) const;

  /// The records are written: from now on receivers may read them.
  void publish(const BlockRun& run) const;

  /// Nobody reads the records any more. Leaves none in `run`.
  void give_back(BlockRun& run);

  /// Blocks that are taken.
  std::uint32_t in_use() const { return in_use_; }
  /// Blocks of the file.
  std::uint32_t size() const { return static_cast<std::uint32_t>(taken_.size()); }

 private:
  BlockPool(std::filesystem::path path, Descriptor file, Mapping mapping, std::uint64_t incarnation);

  RunHeader& header_of(const BlockRun& run) const;
  /// The first of so many free blocks in a row; 0 where there are none.
  std::uint32_t find(std::uint32_t blocks) const;
  /// Makes the file longer, so that its last blocks are so many free ones at least. False where that can't be.
  bool grow_for(std::uint32_t blocks);

  std::filesystem::path path_;
  Descriptor file_;
  Mapping mapping_;
  FileHeader* header_;
  std::vector<std::uint32_t> taken_;  ///< by block: the length of the run that begins there; 0 where it is free
  std::uint32_t in_use_ = 0;
  std::uint64_t last_generation_ = 0;
  bool may_grow_ = true;  ///< no growth has been refused
};

}  // namespace weir::link
