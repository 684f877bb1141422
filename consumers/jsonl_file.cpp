#include "consumers/consumers.h"
#include "consumers/line_file.h"
#include "consumers/record_text.h"

namespace weir::consumers {

namespace {

constexpr const char* kJsonlFormat =
    "Each line is an object with the fields of the record under their names in the .proto file, also those that have "
    "their default value. As in all of protobuf's JSON, 64-bit integers stand in quotes, since many readers of JSON "
    "would round them; NaN and infinities are \"NaN\", \"Infinity\" and \"-Infinity\", bytes are in base64.\n";

struct JsonLines {
  static void append(const Message& record, bool /*is_first*/, std::string& text) {
    append_json(record, text);
    text += '\n';
  }
};

}  // namespace

StageSpec jsonl_file() {
  return line_file<JsonLines>("jsonl_file", "Writes each record as a line of JSON.", kJsonlFormat);
}

}  // namespace weir::consumers
