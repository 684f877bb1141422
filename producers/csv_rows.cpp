#include "producers/csv_rows.h"

#include <weir/settings.h>

#include <algorithm>
#include <new>

namespace weir::producers {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

int ends_row(unsigned char byte) { return byte == '\n' ? 1 : 0; }

}  // namespace

CsvRows::CsvRows(std::filesystem::path path, char separator, std::size_t longest)
    : path_(path), lines_(std::move(path), longest), separator_(separator), longest_(longest) {
  reset_parser();
}

CsvRows::~CsvRows() { csv_free(&parser_); }

void CsvRows::reset_parser() {
  csv_free(&parser_);
  csv_init(&parser_, CSV_STRICT);
  csv_set_delim(&parser_, static_cast<unsigned char>(separator_));
  csv_set_term_func(&parser_, ends_row);
  is_open_ = false;
}

std::optional<Position> CsvRows::position() const {
  return lines_.position() ? std::optional(next_row_) : std::nullopt;
}

void CsvRows::seek(const Position& position) {
  lines_.seek(position);
  next_row_ = position;
  reset_parser();
}

CsvRows::Next CsvRows::next() {
  const Next next = read_row();
  if (next == Next::kRow || next == Next::kBroken) next_row_ = lines_.position().value_or(Position{});
  return next;
}

CsvRows::Next CsvRows::read_row() {
  for (;;) {
    switch (lines_.next()) {
      case LineReader::Next::kLine: {
        const Next next = take_line(lines_.line());
        if (next != Next::kUnfinished) return next;
        break;
      }
      case LineReader::Next::kTooLong:
        if (!is_open_) first_line_ = lines_.number();
        return give_up("the row is longer than " + to_text(ByteSize{longest_}));
      case LineReader::Next::kUnfinished:
        return Next::kUnfinished;
      case LineReader::Next::kWaiting:
        return Next::kWaiting;
      case LineReader::Next::kEnd:
        return is_open_ ? give_up("a quote is not closed") : Next::kEnd;
    }
  }
}

CsvRows::Next CsvRows::take_line(std::string_view line) {
  if (lines_.number() == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  if (!is_open_) {
    if (is_blank(line)) return Next::kUnfinished;
    first_line_ = lines_.number();
    field_count_ = 0;
    row_bytes_ = 0;
    is_open_ = true;
  }
  row_bytes_ += line.size() + 1;
  if (row_bytes_ > longest_ + 1) return give_up("the row is longer than " + to_text(ByteSize{longest_}));
  is_complete_ = false;
  if (!parse(line) || !parse("\n")) return give_up("a quote stands where none may");
  is_open_ = !is_complete_;
  return is_complete_ ? Next::kRow : Next::kUnfinished;
}

bool CsvRows::is_blank(std::string_view line) const {
  return std::ranges::all_of(line, [this](char c) { return (c == ' ' || c == '\t') && c != separator_; });
}

bool CsvRows::parse(std::string_view text) {
  // libcsv is C: no exception may pass through it, so running out of memory in here ends the program.
  const auto take_field = [](void* bytes, std::size_t size, void* self) noexcept {
    auto& rows = *static_cast<CsvRows*>(self);
    if (rows.field_count_ == rows.fields_.size()) rows.fields_.emplace_back();
    rows.fields_[rows.field_count_++].assign(static_cast<const char*>(bytes), size);
  };
  const auto take_row = [](int, void* self) noexcept { static_cast<CsvRows*>(self)->is_complete_ = true; };
  const std::size_t parsed = csv_parse(&parser_, text.data(), text.size(), take_field, take_row, this);
  if (parsed != text.size() && csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
  return parsed == text.size();
}

CsvRows::Next CsvRows::give_up(std::string problem) {
  reset_parser();
  problem_ = std::move(problem);
  return Next::kBroken;
}

}  // namespace weir::producers
