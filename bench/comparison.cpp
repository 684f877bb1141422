#include "bench/comparison.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "observe/figures.h"

namespace weir::bench {

namespace {

std::string three_decimals(double ratio) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", ratio);
  return text.data();
}

std::string word_on(const Interval& interval) {
  if (interval.low > 1) return "faster";
  if (interval.high < 1) return "slower";
  return "no difference that could be told";
}

}  // namespace

Sheet compare(const Results& before, const Results& now) {
  Sheet sheet{"Against the report before",
              {"SYSTEM", "MESSAGES", "BYTES", "BEFORE", "NOW", "RATIO", "95 % FROM", "TO", "NOW IT IS"}};
  const bool several = has_several_pipelines(now.rows);
  std::size_t new_ones = 0;
  for (const Row& row : now.rows) {
    const auto old = std::ranges::find(before.rows, row.subject, &Row::subject);
    if (old == before.rows.end()) {
      ++new_ones;
      continue;
    }
    const Interval interval = ratio_of_medians(row.rates, old->rates);
    sheet.rows.push_back({name_of(row.subject, several), observe::grouped(row.subject.messages),
                          observe::grouped(row.subject.payload_bytes), observe::compact(old->rate.median) + "/s",
                          observe::compact(row.rate.median) + "/s", three_decimals(interval.ratio),
                          three_decimals(interval.low), three_decimals(interval.high), word_on(interval)});
  }
  if (sheet.rows.empty()) {
    sheet.note = "The two reports have no row in common.";
    return sheet;
  }
  const std::size_t gone = before.rows.size() - sheet.rows.size();
  if (new_ones > 0 || gone > 0) {
    sheet.note = std::to_string(gone) + " rows of the report before are not in this one, and " +
                 std::to_string(new_ones) + " of this one not in that.";
  }
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
