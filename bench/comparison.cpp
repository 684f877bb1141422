#include "bench/comparison.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

#include "observe/figures.h"

namespace weir::bench {

namespace {

std::string three_decimals(double ratio) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", ratio);
  return text.data();
}

/// A figure of one subject in both reports: its values in each, and how one of them is written.
struct Pair {
  const Subject& subject;
  std::string figure;
  const std::vector<double>& before;
  const std::vector<double>& now;
  std::function<std::string(double)> text;
  bool more_is_better = false;
};

std::string word_on(const Interval& interval, bool more_is_better) {
  if (interval.low > 1) return more_is_better ? "faster" : "slower";
  if (interval.high < 1) return more_is_better ? "slower" : "faster";
  return "no difference that could be told";
}

std::vector<std::string> cells_of(const Pair& pair, bool several) {
  const Interval interval = ratio_of_medians(pair.now, pair.before);
  return {name_of(pair.subject, several),
          pair.figure,
          observe::grouped(pair.subject.messages),
          observe::grouped(pair.subject.payload_bytes),
          pair.text(spread_of(pair.before).median),
          pair.text(spread_of(pair.now).median),
          three_decimals(interval.ratio),
          three_decimals(interval.low),
          three_decimals(interval.high),
          word_on(interval, pair.more_is_better)};
}

/// The rows of two reports that are about the same, side by side, and how many of each have none beside them.
class SideBySide {
 public:
  template <class AnyRow, class Show>
  void set(const std::vector<AnyRow>& before, const std::vector<AnyRow>& now, const Show& show) {
    std::size_t common = 0;
    for (const AnyRow& row : now) {
      const auto old = std::ranges::find(before, row.subject, &AnyRow::subject);
      if (old == before.end()) continue;
      ++common;
      show(*old, row);
    }
    new_ += now.size() - common;
    gone_ += before.size() - common;
  }

  std::string note() const {
    if (new_ == 0 && gone_ == 0) return "";
    return std::to_string(gone_) + " rows of the report before are not in this one, and " + std::to_string(new_) +
           " of this one not in that.";
  }

 private:
  std::size_t new_ = 0;
  std::size_t gone_ = 0;
};

std::string rate_text(double rate) { return observe::compact(rate) + "/s"; }
std::string ms_text(double ms) {
  constexpr double kUsPerMs = 1e3;
  return observe::latency_text(ms * kUsPerMs);
}

}  // namespace

Sheet compare(const Results& before, const Results& now) {
  Sheet sheet{"Against the report before",
              {"SYSTEM", "FIGURE", "MESSAGES", "BYTES", "BEFORE", "NOW", "RATIO", "95 % FROM", "TO", "NOW IT IS"},
              2};
  const bool several = has_several_pipelines(now.rows);
  const auto add = [&](const Pair& pair) {
    // A report of an earlier weir has no values of each round.
    if (!pair.before.empty() && !pair.now.empty()) sheet.rows.push_back(cells_of(pair, several));
  };
  SideBySide rows;
  rows.set(before.rows, now.rows, [&](const Row& old, const Row& row) {
    add({row.subject, "rate", old.rates, row.rates, rate_text, true});
  });
  rows.set(before.latency, now.latency, [&](const LatencyRow& old, const LatencyRow& row) {
    const std::string at = " at " + observe::grouped(row.subject.rate) + "/s";
    add({row.subject, "p50" + at, old.p50, row.p50, observe::latency_text});
    add({row.subject, "p99" + at, old.p99, row.p99, observe::latency_text});
  });
  rows.set(before.start, now.start, [&](const StartRow& old, const StartRow& row) {
    add({row.subject, "start to exit", old.each_ms, row.each_ms, ms_text});
  });
  sheet.note = sheet.rows.empty() ? "The two reports have no row in common." : rows.note();
  return sheet;
}

std::string differences(const observe::Provenance& before, const observe::Provenance& now) {
  using P = observe::Provenance;
  constexpr auto kParts = std::to_array<std::pair<const char*, std::string P::*>>({{"weir", &P::weir},
                                                                                   {"git", &P::git},
                                                                                   {"build", &P::build},
                                                                                   {"compiler", &P::compiler},
                                                                                   {"cpu", &P::cpu},
                                                                                   {"kernel", &P::kernel},
                                                                                   {"ZeroMQ", &P::zeromq}});
  std::string text;
  for (const auto& [name, part] : kParts) {
    if (before.*part != now.*part) text += std::string(name) + " was " + before.*part + ", is " + now.*part + "\n";
  }
  if (before.cores != now.cores) {
    text += "cores were " + std::to_string(before.cores) + ", are " + std::to_string(now.cores) + "\n";
  }
  return text;
}

}  // namespace weir::bench
