#pragma once

#include <weir/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace weir::run {

/// A file as a journal needs it. What is written survives the end of the process, and once `sync` has returned, that
/// of the machine. One thread. Every call throws std::system_error where the file system refuses; a `sync` that failed
/// must not be tried again, for the system may have let go of what it could not write.
class Storage {
 public:
  Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  virtual ~Storage() = default;

  /// Fills `into` from `offset` on; zeroes from the end of the file on.
  virtual void read(std::uint64_t offset, std::span<std::byte> into) = 0;
  virtual void write(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  virtual void sync() = 0;
};

/// A real one.
class FileStorage final : public Storage {
 public:
  /// Makes a file of so many zeroes (0600) and takes its room on the disk.
  static void create(const std::filesystem::path& path, std::uint64_t bytes);

  explicit FileStorage(std::filesystem::path path);

  void read(std::uint64_t offset, std::span<std::byte> into) override;
  void write(std::uint64_t offset, std::span<const std::byte> bytes) override;
  void sync() override;

  std::uint64_t size() const;
  /// Cuts everything off from `size` on.
  void truncate(std::uint64_t size);
  /// Gives the room of these bytes back to the disk, where the file system can; they read as zeroes then.
  void free(std::uint64_t offset, std::uint64_t bytes);

 private:
  std::filesystem::path path_;
  Descriptor file_;
};

}  // namespace weir::run
