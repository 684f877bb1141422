#include "observe/histogram.h"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <random>

#include "bench/parts/parts.h"

namespace weir::bench {

namespace {

constexpr std::int64_t kShortestNs = 100;
constexpr std::int64_t kLongestNs = 10'000'000;

using Durations = std::array<std::chrono::nanoseconds, 1024>;

/// The same ones every time, of every length between the bounds.
Durations durations() {
  std::mt19937_64 chance(1);
  std::uniform_int_distribution<std::int64_t> ns(kShortestNs, kLongestNs);
  Durations all{};
  for (auto& duration : all) duration = std::chrono::nanoseconds(ns(chance));
  return all;
}

void record(benchmark::State& state) {
  const Durations all = durations();
  const auto histogram = std::make_unique<observe::Histogram>();
  std::size_t next = 0;
  for (auto _ : state) histogram->record(all[next++ % all.size()], 1);
  if (histogram->records() != next) state.SkipWithError("not every duration was counted");
  state.SetItemsProcessed(state.iterations());
}

void take_percentiles(benchmark::State& state) {
  const auto histogram = std::make_unique<observe::Histogram>();
  for (const auto duration : durations()) histogram->record(duration, 1);
  observe::Percentiles us;
  for (auto _ : state) benchmark::DoNotOptimize(us = histogram->percentiles());
  const bool is_plausible = us.p50 > kShortestNs / 1e3 && us.p50 < us.p99 && us.max <= kLongestNs / 1e3;
  if (!is_plausible) state.SkipWithError("the percentiles are not those of what was recorded");
}

}  // namespace

void add_histogram() {
  benchmark::RegisterBenchmark("histogram/record", record);
  benchmark::RegisterBenchmark("histogram/percentiles", take_percentiles);
}

}  // namespace weir::bench
