#include <google/protobuf/descriptor.h>
#include <weir/state.h>

#include <cstdint>

#include "consumers/consumers.h"
#include "consumers/csv_cells.h"
#include "consumers/output_file.h"

namespace weir::consumers {

namespace {

constexpr const char* kCsvFormat =
    "The header names the fields of the record's message type, in their order; without a record the file stays empty. "
    "Numbers are written so that they read back as the same value, bytes in base64, lists and messages as JSON. A "
    "field that can be absent and is has an empty cell. Quotes are as in RFC 4180, lines end in LF. All records must "
    "be of one type.\n";

class CsvFile final : public Consumer<Message> {
 public:
  struct Settings {
    std::filesystem::path path;
  };

  explicit CsvFile(const Settings& settings) : file_(settings.path) {}

  void load(std::string_view state) override {
    StateReader reader(state);
    kept_ = reader.take<std::uint64_t>();
    records_ = reader.take<std::int64_t>();
  }
  void save(std::string& state) const override { StateWriter(state).put(file_.size()).put(records_); }

  void start() override { file_.open(kept_); }

  void consume(const Message& in) override {
    line_.clear();
    if (type_ != in.GetDescriptor()) begin_with(in);
    append_csv_row(in, line_);
    file_.write(line_);
    ++records_;
  }

  void commit(Durability durability) override { file_.commit(durability); }

  void finish() override { file_.publish(); }

  Results results() const override { return {{"records", records_}, {"path", file_.path().string()}}; }

 private:
  void begin_with(const Message& first) {
    if (type_ != nullptr) throw StageError("csv_file: a " + first.GetTypeName() + " after a " + type_->full_name());
    type_ = first.GetDescriptor();
    if (file_.size() > 0) return;  // an earlier life has written it
    std::string header;
    append_csv_header(*type_, header);
    file_.write(header);
  }

  OutputFile file_;
  std::uint64_t kept_ = 0;  ///< bytes that an earlier life had committed
  const google::protobuf::Descriptor* type_ = nullptr;
  std::int64_t records_ = 0;
  std::string line_;
};

}  // namespace

StageSpec csv_file() {
  return describe<CsvFile>("csv_file", "Writes each record as a row of a CSV file.")
      .field("path", &CsvFile::Settings::path, "The file; folders that are missing are made.", required(), written())
      .details(std::string(kCsvFormat) + kHowAnOutputFileIsWritten +
               "The report's results hold {\"records\": n, \"path\": \"…\"}.");
}

}  // namespace weir::consumers
