#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/results.h"

// Rows of a report, made up.
namespace weir::bench::rows {

inline Subject weir(const std::string& topology, std::uint64_t messages = 1000, const std::string& link = "queue") {
  return {
      .pipeline = "numbers", .topology = topology, .link = link, .messages = messages, .payload_bytes = 8, .stages = 3};
}

inline Subject baseline(const std::string& name, std::uint64_t messages = 1000) {
  return {.system = name, .messages = messages, .payload_bytes = 8};
}

/// A run a rate, each taking so much processor time.
inline Series series(Subject subject, const std::vector<double>& rates, double cpu_s = 0.001) {
  Series series{std::move(subject), {}};
  for (const double rate : rates) {
    series.samples.push_back({.messages = series.subject.messages,
                              .rate = rate,
                              .elapsed_s = 0.5,
                              .cpu_s = cpu_s,
                              .context_switches = 20,
                              .max_rss_bytes = 1 << 20});
  }
  return series;
}

inline Row row(Subject subject, const std::vector<double>& rates, double cpu_s = 0.001) {
  return row_of(series(std::move(subject), rates, cpu_s));
}

/// As a session leaves them, ratios and verdict included.
inline Results results(std::vector<Row> rows) {
  Results results;
  results.rows = std::move(rows);
  results.ratios = ratios_of(results);
  results.verdict = verdict_of(results);
  results.provenance = {"0.1.0", "abc", "release", "GNU 12", "a processor", 2, "Linux 6", "4.3.4"};
  return results;
}

}  // namespace weir::bench::rows
