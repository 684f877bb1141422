#include <google/protobuf/stubs/common.h>
#include <weir/v1/payloads.pb.h>

#include <chrono>

#include "producers/input_file.h"
#include "producers/line_reader.h"
#include "producers/producers.h"

namespace weir::producers {

namespace {

using v1::Text;

class TextFile final : public Producer<Text> {
 public:
  struct Settings {
    std::filesystem::path path;
    ByteSize longest_line{1024 * 1024};
  };

  explicit TextFile(const Settings& settings)
      : longest_line_(settings.longest_line), lines_(settings.path, settings.longest_line.bytes) {}

  std::optional<Position> position() const override { return lines_.position(); }
  void seek(const Position& position) override { begins_at_ = position; }

  void start() override {
    lines_.open();
    if (begins_at_) lines_.seek(*begins_at_);
  }

  bool produce(Emitter<Text>& out) override {
    switch (lines_.next()) {
      case LineReader::Next::kLine:
        emit_line(out);
        return true;
      case LineReader::Next::kTooLong:
        throw RecordError(lines_.place() + ": longer than " + to_text(longest_line_));
      case LineReader::Next::kUnfinished:
        return true;
      case LineReader::Next::kWaiting:
        wait_until(std::chrono::steady_clock::now() + InputFile::kPause);
        return true;
      case LineReader::Next::kEnd:
        return false;
    }
    return false;
  }

 private:
  void emit_line(Emitter<Text>& out) {
    const std::string_view line = lines_.line();
    if (!google::protobuf::internal::IsStructurallyValidUTF8(line.data(), static_cast<int>(line.size()))) {
      throw RecordError(lines_.place() + ": not UTF-8");
    }
    out.emit().mutable_text()->assign(line);
  }

  ByteSize longest_line_;
  LineReader lines_;
  std::optional<Position> begins_at_;
};

}  // namespace

StageSpec text_file() {
  return describe<TextFile>("text_file", "The lines of a text file.")
      .field("path", &TextFile::Settings::path, "The file.", required())
      .field("longest_line", &TextFile::Settings::longest_line, "Longer lines are rejected, in bytes of UTF-8.",
             between(ByteSize{1}, ByteSize{1024 * 1024 * 1024}))
      .details(
          "Each line is one record, without its line end (LF or CRLF). What follows the last line end is a line where "
          "it is not empty.\n"
          "A line that is not valid UTF-8, or longer than `longest_line`, is a rejected record; passing over a long "
          "line takes no memory. NUL characters are text like any other.\n"
          "A FIFO, a terminal or /dev/stdin is read as its bytes come, until its writer closes it. The stage fails "
          "where the file is missing, unreadable or a folder, and where it becomes shorter while it is read.");
}

}  // namespace weir::producers
