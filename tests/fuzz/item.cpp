#include "item.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "link/checksum.h"

namespace weir::fuzz {

void append_item(std::string& frame, v1::Header header, std::string_view records) {
  constexpr std::uint32_t kMagic = 0x72696577;
  header.set_magic(kMagic);
  header.set_version(1);
  if (header.has_batch() && header.batch().block() == 0) {
    header.mutable_batch()->set_bytes(static_cast<std::uint32_t>(records.size()));
    header.mutable_batch()->set_checksum(link::checksum(std::as_bytes(std::span(records))));
  }
  const std::string text = header.SerializeAsString();
  {
    google::protobuf::io::StringOutputStream stream(&frame);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.WriteVarint32(static_cast<std::uint32_t>(text.size()));
  }
  frame.append(text).append(records);
}

}  // namespace weir::fuzz
