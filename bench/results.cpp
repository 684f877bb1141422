#include "bench/results.h"

#include <algorithm>
#include <cmath>

#include "bench/baselines/baseline.h"

namespace weir::bench {

namespace {

constexpr double kMillion = 1e6;
constexpr double kMsPerSecond = 1e3;

observe::Percentiles median_latency(const Series& series) {
  const auto median = [&series](double observe::Percentiles::*rank) {
    return series.median([rank](const Sample& sample) { return sample.latency_us.value().*rank; });
  };
  using P = observe::Percentiles;
  return {median(&P::p50), median(&P::p90), median(&P::p99), median(&P::p999), median(&P::max)};
}

}  // namespace

Row row_of(const Series& series) {
  Row row;
  row.subject = series.subject;
  row.rates = series.rates();
  row.rate = spread_of(row.rates);
  if (series.samples.front().latency_us) row.latency_us = median_latency(series);
  const double millions = static_cast<double>(series.subject.messages) / kMillion;
  row.cpu_s_per_million = series.median([](const Sample& sample) { return sample.cpu_s; }) / millions;
  row.context_switches_per_million =
      series.median([](const Sample& sample) { return sample.context_switches; }) / millions;
  row.max_rss_bytes =
      static_cast<std::uint64_t>(series.median([](const Sample& sample) { return sample.max_rss_bytes; }));
  return row;
}

LatencyRow latency_row_of(const Series& series) {
  return {series.subject, median_latency(series), static_cast<std::uint32_t>(series.samples.size()),
          spread_of(series.rates()).median};
}

bool LatencyRow::kept_rate() const {
  constexpr double kKept = 0.9;  // the last message need not have been due at the end of its interval
  return carried == 0 || carried >= kKept * static_cast<double>(subject.rate);
}

StartRow start_row_of(const Series& series) {
  return {series.subject,
          spread_of(series.values([](const Sample& sample) { return sample.elapsed_s * kMsPerSecond; })),
          static_cast<std::uint32_t>(series.samples.size())};
}

namespace {

/// A baseline's messages bear a number at least, which a pipeline may write in fewer bytes; and they are as large as
/// the pipeline's were on average.
bool weigh_alike(const Subject& one, const Subject& other) {
  constexpr double kAlike = 1.1;
  const auto [less, more] =
      std::minmax(std::max(one.payload_bytes, kNumberBytes), std::max(other.payload_bytes, kNumberBytes));
  return static_cast<double>(more) <= kAlike * static_cast<double>(less);
}

}  // namespace

std::vector<RatioRow> ratios_of(const std::vector<Row>& rows) {
  std::vector<RatioRow> found;
  for (const Row& row : rows) {
    if (!row.subject.is_weir()) continue;
    for (const Row& other : rows) {
      const bool is_alike = other.subject.messages == row.subject.messages && weigh_alike(row.subject, other.subject);
      if (other.subject.is_weir() || !is_alike) continue;
      const std::vector<double> pairs = ratios(row.rates, other.rates);
      found.push_back({row.subject, other.subject.system, spread_of(pairs), agree(pairs)});
    }
  }
  return found;
}

bool has_several_pipelines(const std::vector<Row>& rows) {
  std::string first;
  return std::ranges::any_of(rows, [&first](const Row& row) {
    if (!row.subject.is_weir()) return false;
    if (first.empty()) first = row.subject.pipeline;
    return row.subject.pipeline != first;
  });
}

}  // namespace weir::bench
