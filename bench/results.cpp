#include "bench/results.h"

#include <algorithm>
#include <utility>

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
  const auto of_each = [&series](double observe::Percentiles::*rank) {
    return series.values([rank](const Sample& sample) { return sample.latency_us.value().*rank; });
  };
  return {series.subject,
          median_latency(series),
          static_cast<std::uint32_t>(series.samples.size()),
          spread_of(series.rates()).median,
          of_each(&observe::Percentiles::p50),
          of_each(&observe::Percentiles::p99)};
}

bool LatencyRow::kept_rate() const {
  constexpr double kKept = 0.9;  // the last message need not have been due at the end of its interval
  return carried == 0 || carried >= kKept * static_cast<double>(subject.rate);
}

StartRow start_row_of(const Series& series) {
  std::vector<double> each_ms = series.values([](const Sample& sample) { return sample.elapsed_s * kMsPerSecond; });
  return {series.subject, spread_of(each_ms), static_cast<std::uint32_t>(series.samples.size()), std::move(each_ms)};
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
