#include "bench/results_sheets.h"

#include <array>
#include <cstdio>

#include "bench/lesson_sheet.h"
#include "observe/figures.h"

namespace weir::bench {

namespace {

constexpr double kUsPerSecond = 1e6;
constexpr double kUsPerMs = 1e3;

std::string time_text(double us) { return observe::latency_text(us); }

std::string ratio_text(double ratio) {
  constexpr double kSmall = 9.995;
  constexpr double kLarge = 99.5;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), ratio < kSmall ? "%.2f" : ratio < kLarge ? "%.1f" : "%.0f", ratio);
  return text.data();
}

Sheet throughput_sheet(const Results& results) {
  Sheet sheet{"Throughput, as fast as it goes",
              {"SYSTEM", "MESSAGES", "BYTES", "MEDIAN", "MIN", "MAX", "P50", "P99", "CPU/M", "SWITCHES/M", "MEMORY"}};
  const bool several = has_several_pipelines(results.rows);
  for (const Row& row : results.rows) {
    const auto rate = [](double value) { return observe::compact(value) + "/s"; };
    sheet.rows.push_back(
        {name_of(row.subject, several), observe::grouped(row.subject.messages),
         observe::grouped(row.subject.payload_bytes), rate(row.rate.median), rate(row.rate.min), rate(row.rate.max),
         row.latency_us ? time_text(row.latency_us->p50) : "", row.latency_us ? time_text(row.latency_us->p99) : "",
         time_text(row.cpu_s_per_million * kUsPerSecond), observe::compact(row.context_switches_per_million),
         row.max_rss_bytes > 0 ? observe::size_text(row.max_rss_bytes) : ""});
  }
  sheet.note =
      "CPU/M: processor time for a million messages, start and end of the program included; P50, P99: mostly "
      "time in full queues.";
  return sheet;
}

Sheet latency_sheet(const Results& results) {
  Sheet sheet{"Latency at a rate, from the time when a message was due",
              {"SYSTEM", "RATE", "BYTES", "P50", "P90", "P99", "P99.9", "MAX"}};
  const bool several = has_several_pipelines(results.rows);
  for (const LatencyRow& row : results.latency) {
    sheet.rows.push_back({name_of(row.subject, several), observe::grouped(row.subject.rate) + "/s",
                          observe::grouped(row.subject.payload_bytes), time_text(row.us.p50), time_text(row.us.p90),
                          time_text(row.us.p99), time_text(row.us.p999), time_text(row.us.max)});
    if (row.kept_rate()) continue;
    if (!sheet.note.empty()) sheet.note += "\n  ";
    sheet.note += name_of(row.subject, several) + " did not keep " + observe::grouped(row.subject.rate) +
                  "/s: it carried " + observe::compact(row.carried) + "/s, so the longer it runs, the later it is.";
  }
  return sheet;
}

Sheet start_sheet(const Results& results) {
  Sheet sheet{"Start to exit with one message", {"SYSTEM", "MEDIAN", "MIN", "MAX"}};
  const bool several = has_several_pipelines(results.rows);
  for (const StartRow& row : results.start) {
    sheet.rows.push_back({name_of(row.subject, several), time_text(row.ms.median * kUsPerMs),
                          time_text(row.ms.min * kUsPerMs), time_text(row.ms.max * kUsPerMs)});
  }
  return sheet;
}

/// "rate", "p50 at 1,000/s"
std::string figure_text(const RatioRow& row) {
  return row.figure + (row.subject.rate == 0 ? "" : " at " + observe::grouped(row.subject.rate) + "/s");
}

Sheet ratio_sheet(const Results& results) {
  Sheet sheet{"How many times the same figure of something else, round by round",
              {"SYSTEM", "FIGURE", "OF", "MESSAGES", "BYTES", "MEDIAN", "MIN", "MAX", "RANK"},
              3};
  const bool several = has_several_pipelines(results.rows);
  for (const RatioRow& row : results.ratios) {
    sheet.rows.push_back({name_of(row.subject, several), figure_text(row), row.baseline,
                          observe::grouped(row.subject.messages), observe::grouped(row.subject.payload_bytes),
                          ratio_text(row.ratio.median), ratio_text(row.ratio.min), ratio_text(row.ratio.max),
                          row.agree ? "" : "the rounds disagree: not ranked"});
  }
  return sheet;
}

}  // namespace

std::vector<Sheet> sheets_of(const Results& results) {
  std::vector<Sheet> sheets;
  for (Sheet& sheet : std::array{lesson_sheet(results), throughput_sheet(results), latency_sheet(results),
                                 start_sheet(results), ratio_sheet(results)}) {
    if (!sheet.rows.empty()) sheets.push_back(std::move(sheet));
  }
  return sheets;
}

std::string warnings_text(const Results& results) {
  std::string text;
  for (const std::string& warning : results.warnings) text += "ATTENTION: " + warning + "\n";
  return text;
}

std::string closing_text(const Results& results) {
  std::string text;
  for (const Skipped& skipped : results.skipped) text += "left out: " + skipped.system + ": " + skipped.why + "\n";
  const observe::Provenance& from = results.provenance;
  text += "weir " + from.weir + " (" + from.git + "), " + from.build + ", " + from.compiler + "; " +
          std::to_string(from.cores) + " cores of " + from.cpu + "; " + from.kernel + "; ZeroMQ " + from.zeromq + "\n";
  return text + "\n" + results.verdict + "\n";
}

}  // namespace weir::bench
