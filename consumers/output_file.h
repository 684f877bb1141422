#pragma once

#include <weir/descriptor.h>
#include <weir/stage.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "consumers/buffered_writer.h"

namespace weir::consumers {

/// A file that bears its name only when it is whole: it is written to PATH.part, which replaces PATH at the end.
/// What PATH held before stays readable until then. A PATH that is a device or a FIFO is written in place. The calls
///   open (write | commit)* publish?
/// without `publish`, PATH.part stays behind with what was flushed. One thread; every call throws StageError where
/// the file system refuses.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }

  /// Creates the folders that are missing. Refuses a file that another writer has open. Of what an earlier life of the
  /// stage wrote, `kept` bytes stay. Where that life had written all and published it, there is nothing left to do.
  void open(std::uint64_t kept = 0);

  void write(std::string_view bytes) {
    size_ += bytes.size();
    writer_.write(bytes);
  }

  /// What was written, by all lives, in bytes.
  std::uint64_t size() const { return size_; }

  /// Hands on what was written so far. For good only where it can be cut off again: not in place.
  void commit(Durability durability);

  /// Makes the content durable, then gives the file its name, durably too.
  void publish();

 private:
  void open_in_place();
  void open_part();
  void lock_part();
  bool was_published() const;
  void cut_off();

  std::filesystem::path path_;
  std::filesystem::path target_;  ///< what is opened: PATH.part, or PATH itself where it is no regular file
  std::uint64_t size_ = 0;
  bool in_place_ = false;
  bool is_name_durable_ = false;  ///< of what is opened
  bool is_published_ = false;
  Descriptor descriptor_;
  BufferedWriter writer_{-1, {}};
};

/// The same for the manual pages of the stages that write one.
inline constexpr const char* kHowAnOutputFileIsWritten =
    "All is written to PATH.part, which is made durable and replaces PATH at the end, so PATH never holds half a file; "
    "when the run breaks off, PATH.part stays. A PATH that is a device or a FIFO is written in place. The stage fails "
    "where the file system refuses, and where PATH.part is being written already, such as by another replica.\n";

}  // namespace weir::consumers
