#include "link/frame.h"

#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "bench/parts/filled_records.h"
#include "bench/parts/parts.h"

namespace weir::bench {

namespace {

/// A batch of so many records, as an outlet hands it to a frame.
template <Record T>
class OneBatch {
 public:
  explicit OneBatch(std::size_t count) {
    append_filled(records_, 0, count);
    batch_.records = &records_;
    batch_.range = {0, count};
    batch_.created_ns = batch_.sent_ns = 1;
  }

  /// What an outlet does to send it.
  zmq::message_t encode() {
    batch_.bytes = static_cast<std::uint32_t>(records_.encoded_size(0, batch_.range.count));
    const std::array<link::Batch*, 1> batches{&batch_};
    return link::batches_frame(batches);
  }

 private:
  RecordsOf<T> records_;
  link::Batch batch_;
};

/// What an inlet does to read it.
template <Record T>
bool decode(const zmq::message_t& frame, RecordsOf<T>& records) {
  link::FrameReader reader({frame.data<std::uint8_t>(), frame.size()});
  return reader.next() && records.decode(reader.records(), reader.header().batch().count());
}

template <Record T>
void encode_frame(benchmark::State& state, std::size_t count) {
  OneBatch<T> batch(count);
  zmq::message_t frame;
  for (auto _ : state) {
    frame = batch.encode();
    benchmark::DoNotOptimize(frame.data());
  }
  RecordsOf<T> read;
  if (!decode(frame, read) || !are_filled(read, 0, count)) state.SkipWithError("the frame does not hold the records");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

template <Record T>
void decode_frame(benchmark::State& state, std::size_t count) {
  const zmq::message_t frame = OneBatch<T>(count).encode();
  RecordsOf<T> read;
  for (auto _ : state) {
    if (!decode(frame, read)) return state.SkipWithError("the frame can't be read");
    benchmark::DoNotOptimize(read);
  }
  if (!are_filled(read, 0, count)) state.SkipWithError("other records were read than were written");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

template <Record T>
void add_for(const std::string& of, std::size_t count) {
  benchmark::RegisterBenchmark(("frame/encode/" + of).c_str(), encode_frame<T>, count);
  benchmark::RegisterBenchmark(("frame/decode/" + of).c_str(), decode_frame<T>, count);
}

}  // namespace

void add_frame() {
  for (const std::size_t count : {1U, 16U, 512U}) add_for<v1::Number>("numbers:" + std::to_string(count), count);
  add_for<v1::Blob>("blob_1KiB:1", 1);
}

}  // namespace weir::bench
