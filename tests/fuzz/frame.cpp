#include "link/frame.h"

#include <google/protobuf/io/coded_stream.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "item.h"
#include "promise.h"
#include "shared_blocks.h"

// Bytes as a frame: refused, or read to the end; and records that can be read can be written. Those that stand in
// blocks are the ones that the sender wrote there.
namespace weir::fuzz {
namespace {

using Bytes = std::span<const std::uint8_t>;

template <class Payload>
void read_and_write(Bytes bytes, std::size_t count) {
  RecordsOf<Payload> records;
  if (!records.decode(bytes, count)) return require(records.empty(), "what can't be read leaves nothing");
  require(records.size() == count, "as many records as were asked for");
  std::vector<std::uint8_t> written(records.encoded_size(0, count));
  records.encode(0, count, written);
  RecordsOf<Payload> again;
  require(again.decode(written, count), "what is written can be read");
  for (std::size_t i = 0; i < count; ++i) {
    require(records[i].SerializeAsString() == again[i].SerializeAsString(), "a record stays what it is");
  }
}

const SharedBlocks& shared_blocks() {
  static const SharedBlocks blocks;
  return blocks;
}

Bytes written_at(std::uint32_t block) { return shared_blocks().records_at(block); }

void read(Bytes bytes) {
  try {
    link::FrameReader reader(bytes, &shared_blocks().map());
    while (reader.next()) {
      if (!reader.header().has_batch()) continue;
      const std::size_t count = reader.header().batch().count();
      if (const std::uint32_t block = reader.header().batch().block(); block > 0) {
        require(std::ranges::equal(reader.records(), written_at(block)), "blocks hold what was written");
      }
      read_and_write<v1::Number>(reader.records(), count);
      read_and_write<v1::Text>(reader.records(), count);
      read_and_write<v1::Sample>(reader.records(), count);
      read_and_write<v1::Blob>(reader.records(), count);
    }
  } catch (const link::BadFrame&) {
  }
}

/// The same items as far as there are any, each with its mark and with the checksum that no fuzzer would find.
std::string sealed(std::string_view rest) {
  std::string frame;
  while (!rest.empty()) {
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(rest.data()),
                                              static_cast<int>(rest.size()));
    std::uint32_t size = 0;
    if (!in.ReadVarint32(&size)) break;
    const std::string_view text = rest.substr(static_cast<std::size_t>(in.CurrentPosition()), size);
    v1::Header header;
    if (!header.ParseFromArray(text.data(), static_cast<int>(text.size()))) break;
    rest.remove_prefix(static_cast<std::size_t>(in.CurrentPosition()) + text.size());
    const std::uint32_t block = header.batch().block();
    const std::string_view records = block > 0 ? std::string_view() : rest.substr(0, header.batch().bytes());
    rest.remove_prefix(records.size());
    append_item(frame, header, records);
  }
  return frame.append(rest);
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weir::fuzz::read({data, size});
  const std::string sealed = weir::fuzz::sealed({reinterpret_cast<const char*>(data), size});
  weir::fuzz::read({reinterpret_cast<const std::uint8_t*>(sealed.data()), sealed.size()});
  return 0;
}
