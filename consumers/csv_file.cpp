#include <google/protobuf/descriptor.h>

#include "consumers/consumers.h"
#include "consumers/csv_cells.h"
#include "consumers/line_file.h"

namespace weir::consumers {

namespace {

constexpr const char* kCsvFormat =
    "The header names the fields of the record's message type, in their order; without a record the file stays empty. "
    "Numbers are written so that they read back as the same value, bytes in base64, lists and messages as JSON. A "
    "field that can be absent and is has an empty cell. Quotes are as in RFC 4180, lines end in LF. All records must "
    "be of one type.\n";

class CsvLines {
 public:
  void append(const Message& record, bool is_first, std::string& text) {
    const google::protobuf::Descriptor* const type = record.GetDescriptor();
    if (type_ == nullptr) type_ = type;
    if (type_ != type) throw StageError("csv_file: a " + type->full_name() + " after a " + type_->full_name());
    if (is_first) append_csv_header(*type, text);
    append_csv_row(record, text);
  }

 private:
  const google::protobuf::Descriptor* type_ = nullptr;
};

}  // namespace

StageSpec csv_file() {
  return line_file<CsvLines>("csv_file", "Writes each record as a row of a CSV file.", kCsvFormat);
}

}  // namespace weir::consumers
