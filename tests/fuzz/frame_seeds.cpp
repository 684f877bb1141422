#include <weir/v1/payloads.pb.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "link/frame.h"
#include "shared_blocks.h"
#include "spoken.h"
#include "unit/link/numbered_batches.h"

namespace {

/// One batch with a record of each kind of field that payloads have.
template <class Payload>
std::string frame_of(const weir::RecordsOf<Payload>& records) {
  weir::link::Batch batch;
  batch.records = &records;
  batch.range = {0, records.size()};
  batch.bytes = static_cast<std::uint32_t>(records.encoded_size(0, records.size()));
  weir::link::Batch* const pointer = &batch;
  return weir::link::batches_frame({&pointer, 1}).to_string();
}

std::string samples() {
  weir::RecordsOf<weir::v1::Sample> records;
  for (const char* name : {"room", "Küche"}) {
    weir::v1::Sample& sample = records.append();
    sample.set_name(name);
    sample.set_value(21.5);
    sample.set_time_ns(1'700'000'000'000'000'000);
    sample.set_unit("K");
  }
  return frame_of(records);
}

std::string texts() {
  weir::RecordsOf<weir::v1::Text> records;
  for (const char* text : {"", "a line", "日本"}) records.append().set_text(text);
  return frame_of(records);
}

}  // namespace

/// Writes the well-formed frames that the target `frame` begins with into a folder: corpus/frame, whenever what
/// travels on a link has changed.
int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  const std::filesystem::path folder = argv[1];
  const auto write = [&](const char* name, const std::string& frame) {
    std::ofstream(folder / name, std::ios::binary) << frame;
  };
  using weir::fuzz::spoken_frame;
  write("hello", spoken_frame("hello 1 2 64 3"));
  write("acknowledge", spoken_frame("acknowledge 3 1 0 4 7 1; taken 3 0 9 2 12 1"));
  write("welcome", spoken_frame("welcome 18446744073709551615"));
  write("end", spoken_frame("end 12"));
  write("batches", spoken_frame("batch 0 0 0 3; batch 1 2 0 1 0 1; batch 2 2 0 2 1; batch 3 0 1 0 0 0 8; end 4"));
  write("numbers", weir::link::batches_frame(weir::link::NumberedBatches({2, 0, 40}).pointers()).to_string());
  write("blocks", weir::fuzz::SharedBlocks().frame());
  write("samples", samples());
  write("texts", texts());
  return EXIT_SUCCESS;
}
