#include "consumers/csv_cells.h"

#include <google/protobuf/descriptor.h>

#include <memory>
#include <string_view>

#include "consumers/record_text.h"

namespace weir::consumers {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// In quotes where the content would be read as something else without them.
void append_quoted(std::string_view content, std::string& line) {
  const bool plain = content.find_first_of(",\"\r\n") == std::string_view::npos &&
                     (content.empty() || (!is_blank(content.front()) && !is_blank(content.back())));
  if (plain) {
    line += content;
    return;
  }
  line += '"';
  for (const char c : content) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

/// The JSON of one field: that of the record without its other fields, less `{"NAME":` and `}`.
std::string json_of(const Message& record, const FieldDescriptor& field) {
  const std::unique_ptr<Message> alone(record.New());
  alone->CopyFrom(record);
  const google::protobuf::Descriptor& type = *record.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i) != &field) alone->GetReflection()->ClearField(alone.get(), type.field(i));
  }
  std::string json;
  append_json(*alone, json, DefaultValues::kLeftOut);
  const std::size_t before = std::string_view("{\"\":").size() + field.name().size();
  return json.size() < before ? std::string() : json.substr(before, json.size() - before - 1);
}

std::string without_quotes(const std::string& json) { return json.empty() ? json : json.substr(1, json.size() - 2); }

std::string enumerator(const Message& record, const FieldDescriptor& field) {
  const int number = record.GetReflection()->GetEnumValue(record, &field);
  const google::protobuf::EnumValueDescriptor* const value = field.enum_type()->FindValueByNumber(number);
  return value == nullptr ? std::to_string(number) : value->name();
}

void append_scalar(const Message& record, const FieldDescriptor& field, std::string& line) {
  const Reflection& reflection = *record.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      line += std::to_string(reflection.GetInt32(record, &field));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      line += std::to_string(reflection.GetInt64(record, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      line += std::to_string(reflection.GetUInt32(record, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      line += std::to_string(reflection.GetUInt64(record, &field));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      append_number(reflection.GetDouble(record, &field), line);
      return;
    case FieldDescriptor::CPPTYPE_FLOAT:
      append_number(reflection.GetFloat(record, &field), line);
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      line += reflection.GetBool(record, &field) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      line += enumerator(record, field);
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        line += without_quotes(json_of(record, field));
      } else {
        std::string scratch;
        append_quoted(reflection.GetStringReference(record, &field, &scratch), line);
      }
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

}  // namespace

void append_csv_header(const google::protobuf::Descriptor& type, std::string& line) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (i > 0) line += ',';
    line += type.field(i)->name();
  }
  line += '\n';
}

void append_csv_row(const Message& record, std::string& line) {
  const google::protobuf::Descriptor& type = *record.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (i > 0) line += ',';
    if (field.has_presence() && !record.GetReflection()->HasField(record, &field)) continue;
    if (field.is_repeated() || field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      append_quoted(json_of(record, field), line);
    } else {
      append_scalar(record, field, line);
    }
  }
  line += '\n';
}

}  // namespace weir::consumers
