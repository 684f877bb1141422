#pragma once

#include <weir/descriptor.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace weir::producers {

/// A file read in pieces, without ever waiting for one: a FIFO, a terminal or standard input that has nothing at
/// the moment says so. One thread.
class InputFile {
 public:
  enum class Got {
    kBytes,
    kNothingYet,  ///< something may come, or the FIFO's writer has yet to open it
    kEnd,
  };

  /// Before one that had nothing is asked again.
  static constexpr std::chrono::milliseconds kPause{5};

  explicit InputFile(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }

  /// Throws StageError where the file is missing, unreadable or a folder.
  void open();

  /// Whether the file has places that can be gone back to; else it is read as its bytes come.
  bool has_places() const { return has_places_; }

  /// Reads on from this byte. Throws StageError where the file ends before it, or has no places.
  void seek(std::uint64_t offset);

  /// Fills the front of `into` and sets `size` to the bytes read. Throws StageError where the file can't be read, or
  /// ends before a byte that has been read.
  Got read(std::span<char> into, std::size_t& size);

 private:
  /// Throws StageError where the file has ended before the byte that would be read next.
  void check_end() const;

  std::filesystem::path path_;
  Descriptor descriptor_;
  bool has_places_ = false;
  std::int64_t size_ = 0;  ///< in bytes, when it was opened
};

}  // namespace weir::producers
