#include "link/block_map.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <weir/descriptor.h>

#include <utility>

#include "link/bad_frame.h"

namespace weir::link {

BlockMap::BlockMap(const std::filesystem::path& path, std::uint64_t incarnation) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || status.st_size < kBlockBytes) return;
  Mapping mapping(file.number(), kMostFileBytes, PROT_READ);
  if (!mapping.is_there()) return;
  const auto& header = *reinterpret_cast<const FileHeader*>(mapping.at(0));
  if (header.magic == FileHeader::kMagic && header.incarnation == incarnation) mapping_ = std::move(mapping);
}

std::span<const std::uint8_t> BlockMap::records(const BlockRun& run) const {
  if (!is_mapped()) throw BadFrame("records in blocks that were never mapped");
  const auto& file = *reinterpret_cast<const FileHeader*>(mapping_.at(0));
  const std::uint64_t blocks = file.blocks.load(std::memory_order_acquire);
  const std::uint64_t end = std::uint64_t{run.first} + blocks_for(run.bytes);
  if (run.is_none() || blocks > kMostBlocks || end > blocks) throw BadFrame("records beyond the blocks that there are");
  const auto& header = *reinterpret_cast<const RunHeader*>(mapping_.at(std::size_t{run.first} * kBlockBytes));
  const bool is_that_run = header.generation.load(std::memory_order_acquire) == run.generation && run.generation > 0;
  if (!is_that_run || header.bytes != run.bytes) throw BadFrame("records in blocks that hold something else");
  return {reinterpret_cast<const std::uint8_t*>(&header + 1), run.bytes};
}

}  // namespace weir::link
