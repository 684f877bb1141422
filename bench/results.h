#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/series.h"
#include "bench/session.h"
#include "observe/report.h"

namespace weir::bench {

/// Saturated throughput of one subject, and what it cost.
struct Row {
  Subject subject;
  Spread rate;                                     ///< messages a second
  std::vector<double> rates;                       ///< of each round
  std::optional<observe::Percentiles> latency_us;  ///< while saturated: mostly time in queues; medians of the rounds
  double cpu_s_per_million = 0;
  double context_switches_per_million = 0;
  std::uint64_t max_rss_bytes = 0;  ///< 0: not known
};

/// Latency of one subject at a rate that it can carry. Medians of the rounds.
struct LatencyRow {
  Subject subject;
  observe::Percentiles us{};
  std::uint32_t repeats = 0;
  double carried = 0;         ///< messages a second; fewer than `subject.rate` where it could not keep that
  std::vector<double> p50{};  ///< us, of each round
  std::vector<double> p99{};

  bool kept_rate() const;
};

/// From start to exit with one message.
struct StartRow {
  Subject subject;
  Spread ms{};
  std::uint32_t repeats = 0;
  std::vector<double> each_ms{};
};

/// How many times a figure of something else a figure of weir is, round by round.
struct RatioRow {
  Subject subject;
  std::string figure;    ///< "rate", "p50", "p99"
  std::string baseline;  ///< what it is set beside: as `name_of` calls it, so of weir as well
  Spread ratio;
  bool agree = false;  ///< all rounds are on the same side of 1
};

/// A session's report.
struct Results {
  std::vector<Row> rows;
  std::vector<LatencyRow> latency;
  std::vector<StartRow> start;
  std::vector<RatioRow> ratios;
  std::vector<Skipped> skipped;
  std::vector<std::string> warnings;
  std::string verdict;
  observe::Provenance provenance;
};

Row row_of(const Series& series);
LatencyRow latency_row_of(const Series& series);
StartRow start_row_of(const Series& series);

/// Of each rate and latency of weir to those of each baseline of the same load or lesson, of a pipe to the queue's, and
/// of threads and processes to those of one thread.
std::vector<RatioRow> ratios_of(const Results& results);

/// Whether more than one pipeline was measured, so that names must tell them apart.
bool has_several_pipelines(const std::vector<Row>& rows);

/// One sentence: what the session says of threads and processes, or where it measured only one topology, of that and
/// its strongest baseline.
std::string verdict_of(const Results& results);

/// The documented JSON, indented, with a line end.
std::string to_json(const Results& results);

/// Throws std::runtime_error where the text is no report of a bench.
Results results_from(const std::string& json_text);

}  // namespace weir::bench
