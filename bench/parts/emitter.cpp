#include <benchmark/benchmark.h>
#include <weir/stage.h>

#include "bench/parts/filled_records.h"
#include "bench/parts/parts.h"
#include "link/endpoint.h"

namespace weir::bench {

namespace {

/// One record an iteration, into a block that is sent and used again when it holds a batch.
template <Record T>
void emit(benchmark::State& state) {
  const std::size_t batch_records = link::LinkTerms().batch_records;
  RecordsOf<T> records;
  Emitter<T> out(records);
  std::uint64_t emitted = 0;
  for (auto _ : state) {
    if (records.size() == batch_records) records.clear();
    fill(out.emit(), emitted++);
    benchmark::ClobberMemory();
  }
  const std::uint64_t sent = (emitted - 1) / batch_records * batch_records;
  if (!are_filled(records, sent, emitted - sent)) state.SkipWithError("other records are there than were emitted");
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

void add_emitter() {
  benchmark::RegisterBenchmark("emitter/number", emit<v1::Number>);
  benchmark::RegisterBenchmark("emitter/blob_1KiB", emit<v1::Blob>);
}

}  // namespace weir::bench
