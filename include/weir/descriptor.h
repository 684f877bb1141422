#pragma once

#include <filesystem>

namespace weir {

/// A file descriptor that is closed with its owner. One thread.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

  /// Whether what it opened still stands under this name, not removed and not replaced.
  bool stands_at(const std::filesystem::path& path) const;

 private:
  int number_ = -1;
};

}  // namespace weir
