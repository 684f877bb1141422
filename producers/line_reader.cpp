#include "producers/line_reader.h"

#include <utility>

namespace weir::producers {

namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr int kReadsPerCall = 16;  // a caller that passes over a huge line gets to look up now and then

}  // namespace

void LineReader::open() {
  file_.open();
  buffer_.resize(kBufferBytes);
}

std::optional<Position> LineReader::position() const {
  if (!file_.has_places()) return std::nullopt;
  return Position{.offset = next_line_, .number = number_};
}

void LineReader::seek(const Position& position) {
  file_.seek(position.offset);
  read_ = next_line_ = position.offset;
  number_ = position.number;
  begin_ = end_ = 0;
}

LineReader::Next LineReader::next() {
  if (std::exchange(carried_is_done_, false)) carried_.clear();
  for (int reads = 0; reads < kReadsPerCall; ++reads) {
    const std::string_view unread(buffer_.data() + begin_, end_ - begin_);
    const std::size_t length = unread.find('\n');
    if (length != std::string_view::npos) {
      begin_ += length + 1;
      return finish(unread.substr(0, length), true);
    }
    carry(unread);
    begin_ = end_ = 0;
    switch (file_.read(buffer_, end_)) {
      case InputFile::Got::kBytes:
        read_ += end_;
        break;
      case InputFile::Got::kNothingYet:
        return Next::kWaiting;
      case InputFile::Got::kEnd:
        return carried_.empty() && !too_long_ ? Next::kEnd : finish({}, false);
    }
  }
  return Next::kUnfinished;
}

void LineReader::carry(std::string_view part) {
  constexpr std::size_t kCarriageReturn = 1;  // not known yet whether the last byte belongs to the line end
  too_long_ = too_long_ || carried_.size() + part.size() > longest_ + kCarriageReturn;
  if (too_long_) {
    carried_.clear();
  } else {
    carried_ += part;
  }
}

LineReader::Next LineReader::finish(std::string_view part, bool has_line_end) {
  ++number_;
  next_line_ = read_ - (end_ - begin_);
  line_ = part;
  if (!carried_.empty() || too_long_) {
    carry(part);
    carried_is_done_ = true;
    line_ = carried_;
  }
  if (has_line_end && line_.ends_with('\r')) line_.remove_suffix(1);
  const bool whole = !std::exchange(too_long_, false) && line_.size() <= longest_;
  return whole ? Next::kLine : Next::kTooLong;
}

}  // namespace weir::producers
