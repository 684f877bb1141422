#include <google/protobuf/stubs/common.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "producers/csv_rows.h"
#include "producers/input_file.h"
#include "producers/producers.h"
#include "producers/sample_time.h"

namespace weir::producers {

namespace {

using v1::Sample;

bool is_utf8(const std::string& text) { return google::protobuf::internal::IsStructurallyValidUTF8(text); }

/// A field as a message shows it: in quotes, shortened, and fit for a log whatever its bytes.
std::string in_quotes(const std::string& field) {
  constexpr std::size_t kMost = 40;
  std::string shown = field.substr(0, kMost);
  const bool readable = is_utf8(shown);
  for (char& c : shown) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !readable)) c = '?';
  }
  return "'" + shown + (field.size() > kMost ? "…'" : "'");
}

char separator_byte(const std::string& name) { return name == "tab" ? '\t' : name == "semicolon" ? ';' : ','; }

std::int64_t nanoseconds_of(const std::string& unit) {
  return unit == "ns" ? 1 : unit == "us" ? 1'000 : unit == "ms" ? 1'000'000 : 1'000'000'000;
}

class CsvFile final : public Producer<Sample> {
 public:
  struct Settings {
    std::filesystem::path path;
    std::vector<std::string> columns;
    std::vector<std::string> units;
    std::string time;
    std::string time_unit = "s";
    std::string separator = "comma";
    ByteSize longest_row{1024 * 1024};
  };

  explicit CsvFile(const Settings& settings)
      : settings_(settings),
        time_unit_ns_(nanoseconds_of(settings.time_unit)),
        rows_(settings.path, separator_byte(settings.separator), settings.longest_row.bytes) {}

  std::optional<Position> position() const override { return rows_.position(); }
  void seek(const Position& position) override { begins_at_ = position; }

  void start() override {
    rows_.open();
    if (begins_at_.offset == 0) return;
    read_header();
    rows_.seek(begins_at_);
  }

  bool produce(Emitter<Sample>& out) override {
    switch (rows_.next()) {
      case CsvRows::Next::kRow:
        if (has_header_) {
          emit_row(out);
        } else {
          take_header();
        }
        return true;
      case CsvRows::Next::kBroken:
        if (!has_header_) throw StageError(rows_.place() + ": " + rows_.problem());
        throw RecordError(rows_.place() + ": " + rows_.problem());
      case CsvRows::Next::kUnfinished:
        return true;
      case CsvRows::Next::kWaiting:
        wait_until(std::chrono::steady_clock::now() + InputFile::kPause);
        return true;
      case CsvRows::Next::kEnd:
        if (!has_header_) throw StageError(settings_.path.string() + ": no header row");
        return false;
    }
    return false;
  }

 private:
  struct Column {
    std::size_t index;
    std::string name;
    std::string unit;
  };

  void read_header() {
    CsvRows::Next next = CsvRows::Next::kUnfinished;
    while (next == CsvRows::Next::kUnfinished) next = rows_.next();
    if (next != CsvRows::Next::kRow) throw StageError(settings_.path.string() + ": the header row has gone");
    take_header();
  }

  void take_header() {
    header_.assign(rows_.fields().begin(), rows_.fields().end());
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!is_utf8(header_[i])) throw StageError(rows_.place() + ": the header is not UTF-8");
      if (std::find(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(i), header_[i]) !=
          header_.begin() + static_cast<std::ptrdiff_t>(i)) {
        throw StageError(rows_.place() + ": two columns are called " + in_quotes(header_[i]));
      }
    }
    if (!settings_.time.empty()) time_column_ = column_index(settings_.time);
    for (const std::string& name : settings_.columns) columns_.push_back({column_index(name), name, {}});
    if (columns_.empty()) {
      for (std::size_t i = 0; i < header_.size(); ++i) {
        if (i != time_column_) columns_.push_back({i, header_[i], {}});
      }
    }
    take_units();
    has_header_ = true;
  }

  void take_units() {
    if (settings_.units.empty()) return;
    if (settings_.units.size() != columns_.size()) {
      throw StageError("csv_file: " + std::to_string(settings_.units.size()) + " units for " +
                       std::to_string(columns_.size()) + " columns");
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].unit = settings_.units[i];
  }

  std::size_t column_index(const std::string& name) const {
    const auto found = std::ranges::find(header_, name);
    if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
    const std::string nearest = nearest_name(name, header_);
    throw StageError(rows_.place() + ": no column '" + name + "'" +
                     (nearest.empty() ? std::string() : "; did you mean '" + nearest + "'?"));
  }

  void emit_row(Emitter<Sample>& out) {
    const std::span<const std::string> fields = rows_.fields();
    if (fields.size() != header_.size()) {
      throw RecordError(rows_.place() + ": " + std::to_string(fields.size()) + " fields where the header has " +
                        std::to_string(header_.size()));
    }
    const std::int64_t time_ns = time_column_ ? time_in(fields[*time_column_]) : 0;
    for (const Column& column : columns_) {
      Sample& sample = out.emit();
      sample.set_name(column.name);
      sample.set_value(number_in(fields[column.index], column.name));
      sample.set_time_ns(time_ns);
      sample.set_unit(column.unit);
    }
  }

  double number_in(const std::string& field, const std::string& column) const {
    const char* const end = field.data() + field.size();
    const bool has_plus = field.size() > 1 && field[0] == '+' && field[1] != '-';
    double number = 0;
    const auto parsed = std::from_chars(field.data() + (has_plus ? 1 : 0), end, number);
    const bool whole = parsed.ptr == end && !field.empty();
    if (whole && parsed.ec == std::errc::result_out_of_range) {
      throw RecordError(rows_.place() + ": column '" + column + "': " + in_quotes(field) + " is out of range");
    }
    if (!whole || parsed.ec != std::errc{} || !std::isfinite(number)) {
      throw RecordError(rows_.place() + ": column '" + column + "': " + in_quotes(field) + " is not a number");
    }
    return number;
  }

  std::int64_t time_in(const std::string& field) const {
    const std::optional<std::int64_t> time_ns = read_time(field, time_unit_ns_);
    if (!time_ns) {
      throw RecordError(rows_.place() + ": column '" + settings_.time + "': " + in_quotes(field) +
                        " is no time, neither a number of " + settings_.time_unit + " since 1970 nor RFC 3339");
    }
    return *time_ns;
  }

  Settings settings_;
  std::int64_t time_unit_ns_;
  CsvRows rows_;
  Position begins_at_;
  bool has_header_ = false;
  std::vector<std::string> header_;
  std::vector<Column> columns_;
  std::optional<std::size_t> time_column_;
};

}  // namespace

StageSpec csv_file() {
  using Settings = CsvFile::Settings;
  return describe<CsvFile>("csv_file", "The numbers of a CSV file, a sample for each column of each row.")
      .field("path", &Settings::path, "The file.", required())
      .field("columns", &Settings::columns, "Columns to read, by their names in the header; empty: all but `time`.")
      .field("units", &Settings::units, "The unit of each column, in the same order; empty: none.")
      .field("time", &Settings::time, "The column that holds the time of each row; empty: none.")
      .field("time_unit", &Settings::time_unit, "What numbers in the `time` column count, since 1970.",
             one_of({"s", "ms", "us", "ns"}))
      .field("separator", &Settings::separator, "What stands between two fields.",
             one_of({"comma", "semicolon", "tab"}))
      .field("longest_row", &Settings::longest_row, "Longer rows are rejected, in bytes.",
             between(ByteSize{1}, ByteSize{1024 * 1024 * 1024}))
      .details(
          "The first row is the header: it names the columns, and the samples after them. Quotes and line ends within "
          "quotes are as in RFC 4180; spaces around a field and blank lines do not count.\n"
          "A time is a number of `time_unit`, or a text such as 2026-03-01T12:00:00.5Z (RFC 3339).\n"
          "A row is rejected as a whole where it has too few or too many fields, where one that is read is empty, not "
          "a number, NaN or infinite, where its time can't be read, where a quote is misplaced and where it is longer "
          "than `longest_row`. Messages name the line in which the row begins.\n"
          "A FIFO, a terminal or /dev/stdin is read as its bytes come. The stage fails where the file is missing, "
          "unreadable or a folder, where it becomes shorter while it is read, where it has no header row, and where "
          "the header lacks a column or names one twice.");
}

}  // namespace weir::producers
