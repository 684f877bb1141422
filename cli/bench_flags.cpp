#include <weir/settings.h>

#include <algorithm>

#include "bench/baselines/baseline.h"
#include "bench/lessons.h"
#include "cli/bench_order.h"

namespace weir::cli {

namespace {

std::string payload_problem(std::string& text) {
  ByteSize size;
  if (const Problem problem = read(text, size)) return *problem;
  const bool fits = size.bytes >= bench::kNumberBytes && size.bytes <= bench::kLargestPayload;
  return fits ? "" : out_of_range("8", "8MB");
}

constexpr std::uint64_t kMost = 1'000'000'000;  // a second, or in all

std::string count_problem(const std::string& text, const std::string& or_what = "") {
  std::uint64_t count = 0;
  const bool is_good = !read(text, count) && count >= 1 && count <= kMost;
  return is_good ? "" : "must be from 1 to 1G" + or_what;
}

std::string rate_problem(std::string& text) {
  return text == "none" || text == "half" ? "" : count_problem(text, ", half or none");
}

std::string paced_for_problem(std::string& text) {
  std::chrono::nanoseconds time{};
  if (const Problem problem = read(text, time)) return *problem;
  return time > std::chrono::nanoseconds{0} ? "" : "must be more than nothing";
}

std::string baseline_problem(std::string& text) {
  if (text == "none" || text == "all" || text == bench::kPython || bench::find_baseline(text) != nullptr) return "";
  std::string problem = "'" + text + "' is none of none, all, python";
  for (const bench::Baseline& one : bench::baselines()) problem.append(", ").append(one.name);
  return problem;
}

}  // namespace

void BenchFlags::add_to(CLI::App& verb) {
  verb.add_option("config", configs, "The pipelines: YAML files; the reader/writer demo unless one is named")
      ->type_name("CONFIG");
  verb.add_option("--messages", messages,
                  "How many messages: 1e4,1e5,1e6, or what a pipeline has of its own; in place of its 'limit'")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("N,…")
      ->check(CLI::Validator([](std::string& text) { return count_problem(text); }, ""));
  verb.add_option("--topologies", topologies,
                  "As what the stages run: threads,processes, its default; of lessons serial as well")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"threads", "processes", "serial"}));
  verb.add_option("--links", links, "Of the demo: queue,pipe, its default")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"queue", "pipe"}));
  verb.add_option("--payload", payloads, "Bytes of a message: 8,64,1KiB, of the demo and the baselines")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("SIZE,…")
      ->check(CLI::Validator(payload_problem, ""));
  verb.add_option("--repeats", repeats, "Rounds, in each of which everything runs once")
      ->type_name("N")
      ->check(CLI::Range(5U, 1000U))
      ->capture_default_str();
  verb.add_option("--baselines", baselines,
                  "What to measure beside it: all, none or a list; of the demo all by default, of lessons python")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,…")
      ->check(CLI::Validator(baseline_problem, ""));
  verb.add_option("--rates", rates,
                  "At how many messages a second to measure latency: 1k,half, its default, the half of what it can; of "
                  "lessons none")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("N,…")
      ->check(CLI::Validator(rate_problem, ""));
  verb.add_option("--paced-for", paced_for, "How long to measure latency in each run")
      ->type_name("TIME")
      ->check(CLI::Validator(paced_for_problem, ""))
      ->capture_default_str();
  verb.add_option("--set", sets, "Set a value in place of the files', such as transformers.count.replicas=4")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verb.add_option("--seed", seed, "Of the order of the runs")->capture_default_str();
  verb.add_flag("--overwrite", overwrite,
                "Let the runs replace the files that the pipelines write; what is in them then is of one of the runs");
}

bool BenchFlags::asks_for_runs() const {
  return !configs.empty() || !sets.empty() || !messages.empty() || !links.empty() || !payloads.empty() ||
         !baselines.empty();
}

std::string BenchFlags::problem() const {
  if (!configs.empty() && !links.empty()) return "--links is for the demo; a pipeline's file says what its links are";
  if (configs.empty() && std::ranges::count(baselines, bench::kPython) > 0) {
    return "python is beside lessons, such as configs/lessons/square.yaml";
  }
  if (configs.empty() && !sets.empty()) return "--set needs a CONFIG whose value it sets";
  return "";
}

}  // namespace weir::cli
