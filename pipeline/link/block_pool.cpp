#include "link/block_pool.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

namespace weir::link {

namespace {

constexpr std::uint32_t kGrowthBlocks = 64;  // at least: each growth costs a call into the kernel

bool is_in_memory(const Descriptor& file) {
  struct statfs status {};
  return ::fstatfs(file.number(), &status) == 0 && status.f_type == TMPFS_MAGIC;
}

bool address_space_is_limited() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
}

/// So that writing to the blocks can't fail, which would be a signal and not an error.
bool take_room(const Descriptor& file, std::uint32_t blocks) {
  int error = 0;
  do {
    error = ::posix_fallocate(file.number(), 0, static_cast<off_t>(blocks) * kBlockBytes);
  } while (error == EINTR);
  return error == 0;
}

}  // namespace

std::unique_ptr<BlockPool> BlockPool::create(const std::filesystem::path& path, std::uint64_t incarnation) {
  ::unlink(path.c_str());
  if (address_space_is_limited()) return nullptr;
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return nullptr;
  Mapping mapping(file.number(), kMostFileBytes, PROT_READ | PROT_WRITE);
  if (!is_in_memory(file) || !mapping.is_there() || !take_room(file, 1)) {
    ::unlink(path.c_str());
    return nullptr;
  }
  return std::unique_ptr<BlockPool>(new BlockPool(path, std::move(file), std::move(mapping), incarnation));
}

BlockPool::BlockPool(std::filesystem::path path, Descriptor file, Mapping mapping, std::uint64_t incarnation)
    : path_(std::move(path)),
      file_(std::move(file)),
      mapping_(std::move(mapping)),
      header_(new (mapping_.at(0)) FileHeader{.incarnation = incarnation, .blocks = 1}),
      taken_{1} {}

BlockPool::~BlockPool() {
  if (file_.stands_at(path_)) ::unlink(path_.c_str());
}

BlockRun BlockPool::take(std::uint32_t bytes) {
  const std::uint32_t blocks = blocks_for(bytes);
  std::uint32_t first = find(blocks);
  if (first == 0 && grow_for(blocks)) first = find(blocks);
  if (first == 0) return {};
  taken_[first] = blocks;
  in_use_ += blocks;
  const BlockRun run{first, bytes, ++last_generation_};
  new (&header_of(run)) RunHeader{.bytes = bytes};
  return run;
}

bool BlockPool::is_full_for(std::uint32_t bytes) const {
  const std::uint32_t blocks = blocks_for(bytes);
  const bool is_grown = may_grow_ && blocks > kMostBlocks - size();
  return is_grown && in_use_ > 0 && blocks < kMostBlocks && find(blocks) == 0;
}

std::span<std::uint8_t> BlockPool::records(const BlockRun& run) const {
  return {reinterpret_cast<std::uint8_t*>(&header_of(run) + 1), run.bytes};
}

void BlockPool::publish(const BlockRun& run) const {
  header_of(run).generation.store(run.generation, std::memory_order_release);
}

void BlockPool::give_back(BlockRun& run) {
  if (run.is_none()) return;
  header_of(run).generation.store(0, std::memory_order_relaxed);
  in_use_ -= std::exchange(taken_[run.first], 0);
  run = {};
}

RunHeader& BlockPool::header_of(const BlockRun& run) const {
  return *reinterpret_cast<RunHeader*>(mapping_.at(std::size_t{run.first} * kBlockBytes));
}

std::uint32_t BlockPool::find(std::uint32_t blocks) const {
  std::uint32_t free = 0;
  for (std::uint32_t block = 1; block < size();) {
    if (taken_[block] > 0) {
      free = 0;
      block += taken_[block];
      continue;
    }
    ++block;
    if (++free == blocks) return block - blocks;
  }
  return 0;
}

bool BlockPool::grow_for(std::uint32_t blocks) {
  if (!may_grow_ || blocks > kMostBlocks - size()) return false;
  const std::uint32_t larger = std::min(kMostBlocks, size() + std::max(blocks, kGrowthBlocks));
  may_grow_ = take_room(file_, larger);
  if (!may_grow_) return false;
  taken_.resize(larger);
  header_->blocks.store(larger, std::memory_order_release);
  return true;
}

}  // namespace weir::link
