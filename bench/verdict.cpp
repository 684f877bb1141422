#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "bench/results.h"
#include "observe/figures.h"

namespace weir::bench {

namespace {

/// "1.04", "3.1", "12"
std::string times_text(double times) {
  constexpr double kClose = 1.95;
  constexpr double kWhole = 9.95;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), times < kClose ? "%.2f" : times < kWhole ? "%.1f" : "%.0f", times);
  return text.data();
}

/// The row of the most messages of `topology`, of the first link and payload with which `pipeline` was measured.
const Row* largest(const std::vector<Row>& rows, const std::string& pipeline, const std::string& topology) {
  const auto is_of_pipeline = [&pipeline](const Row& row) {
    return row.subject.is_weir() && row.subject.pipeline == pipeline;
  };
  const auto first = std::ranges::find_if(rows, is_of_pipeline);
  const Row* found = nullptr;
  for (const Row& row : rows) {
    const Subject& subject = row.subject;
    const bool is_like_the_first = is_of_pipeline(row) && subject.link == first->subject.link &&
                                   subject.payload_bytes == first->subject.payload_bytes;
    if (!is_like_the_first || subject.topology != topology) continue;
    if (found == nullptr || subject.messages > found->subject.messages) found = &row;
  }
  return found;
}

/// ", and use 41 % less CPU"
std::string cost_words(const Row& row, const Row& other) {
  if (row.cpu_s_per_million <= 0 || other.cpu_s_per_million <= 0) return "";
  const double share = row.cpu_s_per_million / other.cpu_s_per_million;
  constexpr double kAlike = 0.03;
  if (std::abs(share - 1) < kAlike) return ", for the same CPU";
  if (share < 1) return ", and use " + observe::percent_text(1 - share) + " less CPU";
  return share < 2 ? ", and use " + observe::percent_text(share - 1) + " more CPU"
                   : ", and use " + times_text(share) + " times the CPU";
}

std::string verdict_on(const Row& threads, const Row& processes) {
  const std::string isolate = "; processes isolate crashes";
  const std::vector<double> pairs = ratios(threads.rates, processes.rates);
  if (!agree(pairs)) {
    return "the runs do not agree on whether threads or processes carry more: threads carried " +
           times_text(spread_of(pairs).min) + " to " + times_text(spread_of(pairs).max) + " times as much" + isolate;
  }
  const double times = spread_of(pairs).median;
  if (times > 1) {
    return "threads carry " + times_text(times) + " times what processes carry" + cost_words(threads, processes) +
           isolate;
  }
  return "processes carry " + times_text(1 / times) + " times what threads carry" + cost_words(processes, threads) +
         isolate;
}

std::string verdict_on_one(const Row& only, const std::vector<RatioRow>& all_ratios) {
  std::string verdict =
      (only.subject.topology == "serial" ? "one thread carries " : only.subject.topology + " carry ") +
      observe::compact(only.rate.median) + "/s";
  const RatioRow* strongest = nullptr;
  for (const RatioRow& ratio : all_ratios) {
    if (!(ratio.subject == only.subject) || ratio.baseline == kCodec || ratio.baseline.starts_with(kWeir)) continue;
    if (strongest == nullptr || ratio.ratio.median < strongest->ratio.median) strongest = &ratio;
  }
  if (strongest == nullptr) return verdict;
  if (!strongest->agree) return verdict + "; the runs do not agree on whether " + strongest->baseline + " carries more";
  return verdict + ", " + times_text(strongest->ratio.median) + " times what " + strongest->baseline + " carries";
}

/// "1,000,000 messages of 8 bytes over a queue: " where the pipeline was measured with other loads as well.
std::string load_words(const std::vector<Row>& rows, const Subject& one) {
  const bool is_the_only = std::ranges::none_of(rows, [&one](const Row& row) {
    const Subject& other = row.subject;
    return other.is_weir() && other.pipeline == one.pipeline &&
           (other.messages != one.messages || other.payload_bytes != one.payload_bytes || other.link != one.link);
  });
  if (is_the_only) return "";
  const std::string link = one.link == "mixed" ? "queues and pipes" : "a " + one.link;
  return observe::grouped(one.messages) + " messages of " + observe::grouped(one.payload_bytes) + " bytes over " +
         link + ": ";
}

std::string verdict_on(const Results& results, const std::string& pipeline) {
  const Row* const threads = largest(results.rows, pipeline, "threads");
  const Row* const processes = largest(results.rows, pipeline, "processes");
  const Row* const serial = largest(results.rows, pipeline, "serial");
  const Row* const first = threads != nullptr ? threads : processes != nullptr ? processes : serial;
  std::string verdict = load_words(results.rows, first->subject);
  verdict += threads != nullptr && processes != nullptr ? verdict_on(*threads, *processes)
                                                        : verdict_on_one(*first, results.ratios);
  if (serial == nullptr || serial == first) return verdict;
  const std::vector<double> pairs = ratios(serial->rates, first->rates);
  if (!agree(pairs)) return verdict + "; the runs do not agree on whether one thread carries more";
  const double times = spread_of(pairs).median;
  return verdict + "; one thread carries " + times_text(times) + " times what " + first->subject.topology + " carry";
}

}  // namespace

std::string verdict_of(const Results& results) {
  std::vector<std::string> pipelines;
  for (const Row& row : results.rows) {
    if (row.subject.is_weir() && std::ranges::count(pipelines, row.subject.pipeline) == 0) {
      pipelines.push_back(row.subject.pipeline);
    }
  }
  const bool is_one = pipelines.size() == 1;
  std::string text;
  for (const std::string& pipeline : pipelines) {
    if (!text.empty()) text += '\n';
    if (!is_one) text += pipeline + ": ";
    text += verdict_on(results, pipeline);
  }
  return text;
}

}  // namespace weir::bench
