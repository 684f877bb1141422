#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

// The file in which a sender keeps serialised records in blocks, as both of its ends see it. Block 0 begins with a
// FileHeader; a run of blocks begins with a RunHeader, and its records follow.
namespace weir::link {

inline constexpr std::uint32_t kBlockBytes = 4096;
/// Together 16 MiB: what one sender keeps for one link at most. More gained nothing, and was cold in the caches.
inline constexpr std::uint32_t kMostBlocks = 4096;
inline constexpr std::size_t kMostFileBytes = std::size_t{kMostBlocks} * kBlockBytes;

struct FileHeader {
  static constexpr std::uint64_t kMagic = 0x6b636f6c62726977;  // the bytes "wirblock"

  std::uint64_t magic = kMagic;
  std::uint64_t incarnation = 0;          ///< of the sender
  std::atomic<std::uint32_t> blocks = 0;  ///< that are there to be read, this one included
};

struct alignas(64) RunHeader {
  std::atomic<std::uint64_t> generation = 0;  ///< stored last: what was written under it is complete. 0: nothing is
  std::uint32_t bytes = 0;                    ///< of the records
};
static_assert(sizeof(FileHeader) <= kBlockBytes && kBlockBytes % alignof(RunHeader) == 0);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

/// How many blocks records of so many bytes take.
constexpr std::uint32_t blocks_for(std::uint32_t bytes) {
  constexpr std::uint64_t kLast = kBlockBytes - 1;
  return static_cast<std::uint32_t>((sizeof(RunHeader) + kLast + bytes) / kBlockBytes);
}

/// A run of blocks that holds the records of one batch.
struct BlockRun {
  std::uint32_t first = 0;  ///< 0: there is none, and the records stand in the frame
  std::uint32_t bytes = 0;
  std::uint64_t generation = 0;

  bool is_none() const { return first == 0; }
};

}  // namespace weir::link
