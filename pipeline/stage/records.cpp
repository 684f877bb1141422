#include <weir/records.h>

namespace weir {

namespace {

using google::protobuf::FieldDescriptor;

/// The longest encoding of a field's value in bytes; 0 for kinds without a bound.
std::size_t largest_value(FieldDescriptor::Type type) {
  switch (type) {
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_SFIXED64:
      return 8;
    case FieldDescriptor::TYPE_FLOAT:
    case FieldDescriptor::TYPE_FIXED32:
    case FieldDescriptor::TYPE_SFIXED32:
      return 4;
    case FieldDescriptor::TYPE_BOOL:
      return 1;
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_SINT32:
      return 5;
    case FieldDescriptor::TYPE_INT32:  // negative ones are written with 64 bits
    case FieldDescriptor::TYPE_ENUM:
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_SINT64:
      return 10;
    case FieldDescriptor::TYPE_STRING:
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_GROUP:
    case FieldDescriptor::TYPE_MESSAGE:
      return 0;
  }
  return 0;
}

}  // namespace

std::size_t largest_encoding(const google::protobuf::Descriptor& type) {
  using google::protobuf::io::CodedOutputStream;
  constexpr std::uint32_t kWireTypeBits = 3;
  std::size_t bytes = 0;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::size_t value = field.is_repeated() ? 0 : largest_value(field.type());
    if (value == 0) return 0;
    bytes += CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(field.number()) << kWireTypeBits) + value;
  }
  return bytes + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(bytes));
}

}  // namespace weir
