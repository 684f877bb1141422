#include <weir/state.h>

#include <cstdint>

#include "consumers/consumers.h"
#include "consumers/output_file.h"
#include "consumers/record_text.h"

namespace weir::consumers {

namespace {

constexpr const char* kJsonlFormat =
    "Each line is an object with the fields of the record under their names in the .proto file, also those that have "
    "their default value. As in all of protobuf's JSON, 64-bit integers stand in quotes, since many readers of JSON "
    "would round them; NaN and infinities are \"NaN\", \"Infinity\" and \"-Infinity\", bytes are in base64.\n";

class JsonlFile final : public Consumer<Message> {
 public:
  struct Settings {
    std::filesystem::path path;
  };

  explicit JsonlFile(const Settings& settings) : file_(settings.path) {}

  void load(std::string_view state) override {
    StateReader reader(state);
    kept_ = reader.take<std::uint64_t>();
    records_ = reader.take<std::int64_t>();
  }
  void save(std::string& state) const override { StateWriter(state).put(file_.size()).put(records_); }

  void start() override { file_.open(kept_); }

  void consume(const Message& in) override {
    line_.clear();
    append_json(in, line_);
    line_ += '\n';
    file_.write(line_);
    ++records_;
  }

  void commit(Durability durability) override { file_.commit(durability); }

  void finish() override { file_.publish(); }

  Results results() const override { return {{"records", records_}, {"path", file_.path().string()}}; }

 private:
  OutputFile file_;
  std::uint64_t kept_ = 0;  ///< bytes that an earlier life had committed
  std::int64_t records_ = 0;
  std::string line_;
};

}  // namespace

StageSpec jsonl_file() {
  return describe<JsonlFile>("jsonl_file", "Writes each record as a line of JSON.")
      .field("path", &JsonlFile::Settings::path, "The file; folders that are missing are made.", required(), written())
      .details(std::string(kJsonlFormat) + kHowAnOutputFileIsWritten +
               "The report's results hold {\"records\": n, \"path\": \"…\"}.");
}

}  // namespace weir::consumers
