#include <algorithm>

#include "bench/baselines/baseline.h"
#include "bench/lessons.h"
#include "bench/results.h"

namespace weir::bench {

namespace {

/// A baseline's messages bear a number at least, which a pipeline may write in fewer bytes; and they are as large as
/// the pipeline's were on average.
bool weigh_alike(const Subject& one, const Subject& other) {
  constexpr double kAlike = 1.1;
  const auto [less, more] =
      std::minmax(std::max(one.payload_bytes, kNumberBytes), std::max(other.payload_bytes, kNumberBytes));
  return static_cast<double>(more) <= kAlike * static_cast<double>(less);
}

/// Whether the other is what the figures of `subject` are set beside: a baseline of the same load, the same lesson done
/// in the same way, of a pipe the queue in its place, of several threads or processes one thread.
bool is_measure_for(const Subject& subject, const Subject& other) {
  if (other.system == kPython) return other.pipeline == subject.pipeline && other.topology == subject.topology;
  if (!other.is_weir()) return other.messages == subject.messages && weigh_alike(subject, other);
  Subject with_queue = subject;
  with_queue.link = "queue";
  Subject in_one_thread = subject;
  in_one_thread.topology = "serial";
  return (subject.link == "pipe" && other == with_queue) || (subject.topology != "serial" && other == in_one_thread);
}

void add_ratios(const std::string& figure, const Subject& subject, const std::vector<double>& values,
                const Subject& other, const std::vector<double>& others, std::vector<RatioRow>& found) {
  const std::vector<double> pairs = ratios(values, others);
  if (!pairs.empty()) found.push_back({subject, figure, name_of(other), spread_of(pairs), agree(pairs)});
}

}  // namespace

std::vector<RatioRow> ratios_of(const Results& results) {
  std::vector<RatioRow> found;
  for (const Row& row : results.rows) {
    for (const Row& other : results.rows) {
      if (!row.subject.is_weir() || !is_measure_for(row.subject, other.subject)) continue;
      add_ratios("rate", row.subject, row.rates, other.subject, other.rates, found);
    }
  }
  for (const LatencyRow& row : results.latency) {
    for (const LatencyRow& other : results.latency) {
      const bool is_paced_alike = row.subject.rate == other.subject.rate;
      if (!row.subject.is_weir() || !is_paced_alike || !is_measure_for(row.subject, other.subject)) continue;
      add_ratios("p50", row.subject, row.p50, other.subject, other.p50, found);
      add_ratios("p99", row.subject, row.p99, other.subject, other.p99, found);
    }
  }
  return found;
}

}  // namespace weir::bench
