#pragma once

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "producers/line_reader.h"

namespace weir::producers {

/// The rows of a CSV file (RFC 4180, any one-byte separator), one after the other. Blank lines are passed over, a
/// byte order mark too. Reading goes on in the line after a broken row. One thread.
class CsvRows {
 public:
  enum class Next {
    kRow,
    kBroken,      ///< `problem` says why
    kUnfinished,  ///< in the midst of a long line: call again
    kWaiting,     ///< the file has nothing at the moment
    kEnd,
  };

  /// No row may have more than `longest` bytes.
  CsvRows(std::filesystem::path path, char separator, std::size_t longest);
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;
  ~CsvRows();

  /// Throws StageError where the file can't be opened.
  void open() { lines_.open(); }

  /// Throws StageError where the file can't be read.
  Next next();

  /// Where the next row begins, be it read in part already; nothing where the file has no places.
  std::optional<Position> position() const;

  /// After `open`: the next row is the one that began there. Throws StageError where the file can't be gone back in.
  void seek(const Position& position);

  /// Of the last row, until `next` is called.
  std::span<const std::string> fields() const { return std::span(fields_).first(field_count_); }
  const std::string& problem() const { return problem_; }
  /// "PATH:LINE", with the line in which the row begins.
  std::string place() const { return path_.string() + ":" + std::to_string(first_line_); }

 private:
  void reset_parser();
  Next read_row();
  bool is_blank(std::string_view line) const;
  bool parse(std::string_view text);
  Next take_line(std::string_view line);
  Next give_up(std::string problem);

  std::filesystem::path path_;
  LineReader lines_;
  char separator_;
  std::size_t longest_;
  csv_parser parser_{};

  std::vector<std::string> fields_;  ///< those from field_count_ on wait to be filled again
  std::size_t field_count_ = 0;
  bool is_open_ = false;  ///< a row has begun, but not ended: a line end within quotes
  bool is_complete_ = false;
  std::size_t row_bytes_ = 0;
  std::uint64_t first_line_ = 0;
  Position next_row_;  ///< where it begins, where the file has places
  std::string problem_;
};

}  // namespace weir::producers
