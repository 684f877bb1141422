#include "observe/page.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

constexpr std::uint64_t kMagic = 0x6567617072696577;  // the bytes "weirpage"

/// A change of any cell's place or meaning is a new version; the sizes stand here to remind of it.
constexpr std::uint32_t kVersion = 6;
static_assert(sizeof(Histogram) == 1217 * sizeof(Cell));
static_assert(sizeof(StageCells) == (25 + 4 + 16 + 1217) * sizeof(Cell));
static_assert(sizeof(InletCells) == (5 + 1217) * sizeof(Cell));
static_assert(sizeof(OutletCells) == 4 * sizeof(Cell));

constexpr std::size_t kFailureRoom = 1024;

struct Header {
  std::atomic<std::uint64_t> magic;  ///< stored last: a page with it is complete
  std::uint32_t version;
  std::uint32_t inlets;
  std::uint32_t outlets;
  std::uint32_t unused;
  std::atomic<std::uint64_t> failure_bytes;  ///< stored after the text; 0: none yet
  std::array<char, kFailureRoom> failure;
};
static_assert(sizeof(Header) == 32 + kFailureRoom && sizeof(Header) % alignof(StageCells) == 0);

constexpr std::size_t kStageOffset = sizeof(Header);
constexpr std::size_t kInletsOffset = kStageOffset + sizeof(StageCells);

std::size_t outlets_offset(PageShape shape) { return kInletsOffset + shape.inlets * sizeof(InletCells); }
std::size_t size_of(PageShape shape) { return outlets_offset(shape) + shape.outlets * sizeof(OutletCells); }

template <class T>
T& part_of(void* memory, std::size_t offset) {
  return *reinterpret_cast<T*>(static_cast<std::byte*>(memory) + offset);
}

std::system_error failed_to(const char* what, const std::filesystem::path& path, int error) {
  return {error, std::generic_category(), std::string("can't ") + what + " page " + path.string()};
}

void* map(const Descriptor& file, const std::filesystem::path& path, PageShape shape) {
  void* const memory = ::mmap(nullptr, size_of(shape), PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (memory == MAP_FAILED) throw failed_to("map", path, errno);
  return memory;
}

void take_room(const Descriptor& file, const std::filesystem::path& path, PageShape shape) {
  int error = 0;
  do {
    error = ::posix_fallocate(file.number(), 0, static_cast<off_t>(size_of(shape)));
  } while (error == EINTR);
  if (error != 0) throw failed_to("find room for", path, error);
}

/// What keeps an open file from being a page of this version and shape; empty: nothing.
std::string mismatch(const Descriptor& file, std::size_t bytes, PageShape shape) {
  alignas(Header) std::array<std::byte, sizeof(Header)> start{};
  const auto got = ::pread(file.number(), start.data(), start.size(), 0);
  if (got != static_cast<ssize_t>(start.size())) return "is no page: it is too short";
  auto& header = part_of<Header>(start.data(), 0);
  if (header.magic != kMagic) return "is no page";
  if (header.version != kVersion) {
    return "is a page of version " + std::to_string(header.version) + ", not " + std::to_string(kVersion);
  }
  if (header.inlets != shape.inlets || header.outlets != shape.outlets) {
    return "has " + std::to_string(header.inlets) + " inlets and " + std::to_string(header.outlets) + " outlets, not " +
           std::to_string(shape.inlets) + " and " + std::to_string(shape.outlets);
  }
  if (bytes != size_of(shape)) {
    return "has " + std::to_string(bytes) + " bytes, not " + std::to_string(size_of(shape));
  }
  return {};
}

}  // namespace

std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::kPlanned:
      return "planned";
    case Phase::kStarting:
      return "starting";
    case Phase::kRunning:
      return "running";
    case Phase::kDraining:
      return "draining";
    case Phase::kDone:
      return "done";
    case Phase::kFailed:
      return "failed";
  }
  return "unknown";
}

Page Page::create(const std::filesystem::path& path, PageShape shape) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) throw failed_to("create", path, errno);
  try {
    take_room(file, path, shape);
    Page page(map(file, path, shape), shape);
    auto& header = part_of<Header>(page.memory_, 0);
    header.version = kVersion;
    header.inlets = static_cast<std::uint32_t>(shape.inlets);
    header.outlets = static_cast<std::uint32_t>(shape.outlets);
    header.magic.store(kMagic, std::memory_order_release);
    return page;
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
}

Page Page::open(const std::filesystem::path& path, PageShape shape) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open()) throw failed_to("open", path, errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw failed_to("open", path, errno);
  if (!S_ISREG(status.st_mode)) throw std::runtime_error(path.string() + " is no page: it is no regular file");
  const std::string problem = mismatch(file, static_cast<std::size_t>(status.st_size), shape);
  if (!problem.empty()) throw std::runtime_error(path.string() + " " + problem);
  return {map(file, path, shape), shape};
}

Page::Page(void* memory, PageShape shape) : memory_(memory), shape_(shape) {}

Page::Page(Page&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)), shape_(other.shape_) {}

Page& Page::operator=(Page&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(shape_, other.shape_);
  return *this;
}

Page::~Page() {
  if (memory_ != nullptr) ::munmap(memory_, size_of(shape_));
}

StageCells& Page::stage() { return part_of<StageCells>(memory_, kStageOffset); }
const StageCells& Page::stage() const { return part_of<StageCells>(memory_, kStageOffset); }

InletCells& Page::inlet(std::size_t index) {
  return part_of<InletCells>(memory_, kInletsOffset + index * sizeof(InletCells));
}
const InletCells& Page::inlet(std::size_t index) const {
  return part_of<InletCells>(memory_, kInletsOffset + index * sizeof(InletCells));
}

OutletCells& Page::outlet(std::size_t index) {
  return part_of<OutletCells>(memory_, outlets_offset(shape_) + index * sizeof(OutletCells));
}
const OutletCells& Page::outlet(std::size_t index) const {
  return part_of<OutletCells>(memory_, outlets_offset(shape_) + index * sizeof(OutletCells));
}

void Page::begin_life() {
  part_of<Header>(memory_, 0).failure_bytes.store(0, std::memory_order_relaxed);
  stage().restarts.add(1);
  stage().heartbeat_ns.set(0);
  set_phase(Phase::kStarting);
}

void Page::set_failure(std::string_view text) {
  auto& header = part_of<Header>(memory_, 0);
  if (header.failure_bytes.load(std::memory_order_relaxed) != 0) return;
  const std::string_view kept = fitting(text.empty() ? "an error that says nothing" : text, kFailureRoom);
  std::ranges::copy(kept, header.failure.begin());
  header.failure_bytes.store(kept.size(), std::memory_order_release);
}

std::string Page::failure() const {
  const auto& header = part_of<const Header>(memory_, 0);
  const std::uint64_t bytes = header.failure_bytes.load(std::memory_order_acquire);
  return {header.failure.data(), std::min<std::size_t>(bytes, kFailureRoom)};
}

}  // namespace weir::observe
