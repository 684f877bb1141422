#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "link/block_file.h"
#include "link/mapping.h"

namespace weir::link {

/// A sender's blocks as one of its receivers reads them. One thread.
class BlockMap {
 public:
  /// Nothing is mapped.
  BlockMap() = default;

  /// Maps what stands at `path`, unless it is not of that life of the sender, or can't be mapped.
  BlockMap(const std::filesystem::path& path, std::uint64_t incarnation);

  bool is_mapped() const { return mapping_.is_there(); }

  /// The records of a run as a frame names it. Throws BadFrame, and reads nothing of them, where there is no such run.
  /// Good until the run is acknowledged or its room given back.
  std::span<const std::uint8_t> records(const BlockRun& run) const;

 private:
  Mapping mapping_;
};

}  // namespace weir::link
