#pragma once

#include <weir/stage.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "producers/input_file.h"

namespace weir::producers {

/// The lines of a file, one after the other, each without its line end (LF or CRLF). What follows the last line end
/// is a line where it is not empty. Holds one line of `longest` bytes and one buffer at most. One thread.
class LineReader {
 public:
  enum class Next {
    kLine,
    kTooLong,     ///< the line was passed over
    kUnfinished,  ///< in the midst of a long line: call again
    kWaiting,     ///< the file has nothing at the moment
    kEnd,
  };

  LineReader(std::filesystem::path path, std::size_t longest) : file_(std::move(path)), longest_(longest) {}

  /// Throws StageError where the file can't be opened.
  void open();

  /// Throws StageError where the file can't be read.
  Next next();

  /// Where the next line begins, be it read in part already, and the number of the last; nothing where the file has no
  /// places.
  std::optional<Position> position() const;

  /// After `open`: the next line is the one that began there. Throws StageError where the file can't be gone back in.
  void seek(const Position& position);

  /// The last line, until `next` is called.
  std::string_view line() const { return line_; }
  /// Its number; lines count from 1.
  std::uint64_t number() const { return number_; }
  /// "PATH:NUMBER", for messages about the last line.
  std::string place() const { return file_.path().string() + ":" + std::to_string(number_); }

 private:
  void carry(std::string_view part);
  Next finish(std::string_view part, bool has_line_end);

  InputFile file_;
  std::size_t longest_;
  std::vector<char> buffer_;
  std::uint64_t read_ = 0;       ///< bytes of the file
  std::uint64_t next_line_ = 0;  ///< where it begins
  std::size_t begin_ = 0;        ///< of what is unread in the buffer
  std::size_t end_ = 0;
  std::string carried_;  ///< the beginning of a line that goes beyond the buffer
  bool carried_is_done_ = false;
  bool too_long_ = false;  ///< the beginning of the line was too long to be carried
  std::string_view line_;
  std::uint64_t number_ = 0;
};

}  // namespace weir::producers
