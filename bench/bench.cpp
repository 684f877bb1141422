#include "bench/bench.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "bench/baseline_run.h"
#include "bench/baselines/baseline.h"
#include "bench/machine.h"
#include "link/socket.h"

namespace weir::bench {

namespace {

constexpr std::uint64_t kMostPaced = 1'000'000'000;

Subject subject_of(const Pipeline& pipeline, const std::string& topology) {
  return {.pipeline = pipeline.name,
          .topology = topology,
          .link = pipeline.link,
          .payload_bytes = pipeline.payload_bytes,
          .stages = pipeline.stages};
}

void add_lessons(const Subjected& one, const LessonScripts& scripts, Program& program, std::vector<Case>& cases) {
  for (const char* way : {"serial", "threads", "processes"}) {
    Subject subject{.system = std::string(kPython), .pipeline = one.pipeline.name, .topology = way};
    subject.messages = std::min(one.messages.back(), one.pipeline.lesson->most_records);
    subject.payload_bytes = one.pipeline.payload_bytes;
    cases.push_back(scripts.case_of(program, *one.pipeline.lesson, std::move(subject)));
  }
}

std::vector<Case> saturated_cases(const Order& order, const LessonScripts& scripts, Program& program,
                                  const std::filesystem::path& folder) {
  std::vector<Case> cases;
  for (const Subjected& one : order.pipelines) {
    for (const std::string& topology : order.topologies) {
      Subject subject = subject_of(one.pipeline, topology);
      for (const std::uint64_t messages : one.messages) {
        subject.messages = messages;
        cases.push_back(case_of(program, folder, one.pipeline, subject));
      }
    }
    if (order.with_lessons && one.pipeline.lesson && one.pipeline.lesson->most_records > 0) {
      add_lessons(one, scripts, program, cases);
    }
  }
  for (const std::string& name : order.baselines) {
    for (const Load& load : order.baseline_loads) {
      cases.push_back(
          baseline_case(program, {.system = name, .messages = load.messages, .payload_bytes = load.payload_bytes}));
    }
  }
  return cases;
}

/// How many a producer makes where it is asked for one message: it has one at least.
std::vector<Case> start_cases(const Order& order, Program& program, const std::filesystem::path& folder) {
  std::vector<Case> cases;
  for (const Subjected& one : order.pipelines) {
    for (const std::string& topology : order.topologies) {
      Subject subject = subject_of(one.pipeline, topology);
      subject.messages = one.pipeline.producers;
      cases.push_back(case_of(program, folder, one.pipeline, subject));
    }
  }
  return cases;
}

/// The row of the most messages that the subject has otherwise in common.
const Row* largest_like(const std::vector<Row>& rows, Subject subject) {
  const Row* found = nullptr;
  for (const Row& row : rows) {
    subject.messages = row.subject.messages;
    if (!(row.subject == subject)) continue;
    if (found == nullptr || row.subject.messages > found->subject.messages) found = &row;
  }
  return found;
}

/// Paces the subject, which is that of a saturated row but for the number of messages.
/// `producers`: each makes an equal share.
Subject paced(const Order& order, Subject subject, const PacedRate& rate, const Row& saturated, std::uint64_t most,
              std::uint64_t producers = 1) {
  const auto shared = [producers](std::uint64_t count) { return std::max(producers, count / producers * producers); };
  subject.rate = shared(rate.per_second > 0 ? rate.per_second : static_cast<std::uint64_t>(saturated.rate.median / 2));
  const auto wanted = static_cast<std::uint64_t>(static_cast<double>(subject.rate) * order.paced_for_s);
  subject.messages = shared(std::min({wanted, most, kMostPaced}));
  return subject;
}

std::set<std::uint64_t> payloads_of(const Order& order) {
  std::set<std::uint64_t> payloads;
  for (const Load& load : order.baseline_loads) payloads.insert(load.payload_bytes);
  return payloads;
}

void add_paced_pipelines(const Order& order, const PacedRate& rate, const std::vector<Row>& rows, Program& program,
                         const std::filesystem::path& folder, std::vector<Case>& cases) {
  for (const Subjected& one : order.pipelines) {
    for (const std::string& topology : order.topologies) {
      const Subject subject = subject_of(one.pipeline, topology);
      const Row* const row = largest_like(rows, subject);
      if (row == nullptr) continue;
      const std::uint64_t most = one.pipeline.is_endless ? kMostPaced : row->subject.messages;
      Subject at_rate = paced(order, subject, rate, *row, most, one.pipeline.producers);
      // Producers that end by themselves may have unequal shares, so there it is all or nothing.
      if (!one.pipeline.is_endless && one.pipeline.producers > 1) at_rate.messages = row->subject.messages;
      cases.push_back(case_of(program, folder, one.pipeline, std::move(at_rate)));
    }
  }
}

/// Not at half of what they carried: that was over one hop, and here they make two.
void add_paced_baselines(const Order& order, const PacedRate& rate, const std::vector<Row>& rows, Program& program,
                         std::vector<Case>& cases) {
  if (rate.per_second == 0) return;
  for (const std::string& name : order.baselines) {
    if (!find_baseline(name)->can_be_paced) continue;
    for (const std::uint64_t payload : payloads_of(order)) {
      const Subject subject{.system = name, .payload_bytes = payload};
      const Row* const row = largest_like(rows, subject);
      if (row == nullptr) continue;
      Subject at_rate = paced(order, subject, rate, *row, kMostPaced);
      if (payload == kNumberBytes) at_rate.stages = 3;  // they make two hops then
      cases.push_back(baseline_case(program, std::move(at_rate)));
    }
  }
}

std::vector<Case> paced_cases(const Order& order, const std::vector<Row>& rows, Program& program,
                              const std::filesystem::path& folder) {
  std::vector<Case> cases;
  for (const PacedRate& rate : order.paced) {
    add_paced_pipelines(order, rate, rows, program, folder, cases);
    add_paced_baselines(order, rate, rows, program, cases);
  }
  return cases;
}

}  // namespace

Results run_bench(const Order& order, const LessonScripts& scripts, Program& program,
                  const std::filesystem::path& folder, const Tell& tell) {
  const OthersLoad others;
  Results results;
  results.provenance = observe::provenance(link::zeromq_version());

  std::vector<Case> cases = saturated_cases(order, scripts, program, folder);
  const std::size_t starts_from = cases.size();
  std::ranges::move(start_cases(order, program, folder), std::back_inserter(cases));
  Session session = measure(cases, order.rounds, order.seed, tell);
  results.skipped = session.skipped;
  const std::size_t starts = cases.size() - starts_from;
  for (std::size_t i = 0; i < session.series.size(); ++i) {
    const bool is_start = i + starts >= session.series.size();
    if (is_start) {
      results.start.push_back(start_row_of(session.series[i]));
    } else {
      results.rows.push_back(row_of(session.series[i]));
    }
  }
  session = measure(paced_cases(order, results.rows, program, folder), order.rounds, order.seed, tell);
  for (const Series& series : session.series) results.latency.push_back(latency_row_of(series));
  results.ratios = ratios_of(results);

  results.verdict = verdict_of(results);
  if (const auto warning = build_warning(results.provenance)) results.warnings.push_back(*warning);
  if (const auto warning = busy_warning(others.share(), "while this measured")) results.warnings.push_back(*warning);
  return results;
}

}  // namespace weir::bench
