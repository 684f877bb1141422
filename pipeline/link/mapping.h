#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <utility>

namespace weir::link {

/// A file in the memory of this process. One thread.
class Mapping {
 public:
  Mapping() = default;
  /// `protection` as mmap(2) takes it. Nothing is mapped where that is not possible.
  Mapping(int descriptor, std::size_t bytes, int protection)
      : memory_(::mmap(nullptr, bytes, protection, MAP_SHARED, descriptor, 0)), bytes_(bytes) {
    if (memory_ == MAP_FAILED) memory_ = nullptr;
  }
  Mapping(Mapping&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)), bytes_(other.bytes_) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Mapping() {
    if (memory_ != nullptr) ::munmap(memory_, bytes_);
  }

  bool is_there() const { return memory_ != nullptr; }

  std::byte* at(std::size_t offset) const { return static_cast<std::byte*>(memory_) + offset; }

 private:
  void* memory_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace weir::link
