#pragma once

#include <weir/spec.h>
#include <weir/state.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "consumers/output_file.h"

namespace weir::consumers {

/// Writes each record as a line of an output file, and goes on behind the lines that an earlier life had committed.
/// `Lines` has the text:
///   void append(const Message& record, bool is_first, std::string& text)
/// appends the record's line, and in front of it what stands above the first one. What it throws leaves no text.
template <class Lines>
class LineFile final : public Consumer<Message> {
 public:
  struct Settings {
    std::filesystem::path path;
  };

  explicit LineFile(const Settings& settings) : file_(settings.path) {}

  void load(std::string_view state) override {
    StateReader reader(state);
    kept_ = reader.take<std::uint64_t>();
    records_ = reader.take<std::int64_t>();
  }
  void save(std::string& state) const override { StateWriter(state).put(file_.size()).put(records_); }

  void start() override { file_.open(kept_); }

  void consume(const Message& in) override {
    text_.clear();
    lines_.append(in, file_.size() == 0, text_);
    file_.write(text_);
    ++records_;
  }

  void commit(Durability durability) override { file_.commit(durability); }

  void finish() override { file_.publish(); }

  Results results() const override { return {{"records", records_}, {"path", file_.path().string()}}; }

 private:
  OutputFile file_;
  std::uint64_t kept_ = 0;  ///< bytes that an earlier life had committed
  std::int64_t records_ = 0;
  Lines lines_;
  std::string text_;
};

template <class Lines>
StageSpec line_file(std::string name, std::string summary, const std::string& format) {
  using File = LineFile<Lines>;
  return describe<File>(std::move(name), std::move(summary))
      .field("path", &File::Settings::path, "The file; folders that are missing are made.", required(), written())
      .details(format + kHowAnOutputFileIsWritten + "The report's results hold {\"records\": n, \"path\": \"…\"}.");
}

}  // namespace weir::consumers
