#include "consumers/record_text.h"

#include <google/protobuf/util/json_util.h>
#include <weir/errors.h>

#include <array>
#include <charconv>

namespace weir::consumers {

namespace {

template <class T>
void append_shortest(T value, std::string& text) {
  std::array<char, 32> buffer{};
  text.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}

}  // namespace

void append_json(const Message& record, std::string& text, DefaultValues defaults) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = defaults == DefaultValues::kPrinted;
  options.preserve_proto_field_names = true;
  const std::size_t before = text.size();
  const auto status = google::protobuf::util::MessageToJsonString(record, &text, options);
  if (status.ok()) return;
  text.resize(before);
  throw RecordError("a " + record.GetTypeName() + " has no JSON: " + status.ToString());
}

void append_number(double value, std::string& text) { append_shortest(value, text); }
void append_number(float value, std::string& text) { append_shortest(value, text); }

}  // namespace weir::consumers
