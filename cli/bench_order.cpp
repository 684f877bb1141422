#include "cli/bench_order.h"

#include <weir/settings.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "bench/baselines/baseline.h"
#include "bench/demo.h"
#include "cli/configuration_options.h"

namespace weir::cli {

namespace {

const std::vector<std::string> kCounts{"10k", "100k", "1M"};

std::uint64_t count_from(const std::string& text) {
  std::uint64_t count = 0;
  read(text, count);  // has passed the check
  return count;
}

std::vector<std::uint64_t> counts_from(const std::vector<std::string>& texts) {
  std::vector<std::uint64_t> counts;
  counts.reserve(texts.size());
  for (const std::string& text : texts) counts.push_back(count_from(text));
  std::ranges::sort(counts);
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

std::vector<std::uint64_t> sizes_from(const std::vector<std::string>& texts) {
  std::vector<std::uint64_t> sizes;
  sizes.reserve(texts.size());
  for (const std::string& text : texts) {
    ByteSize size;
    read(text, size);  // has passed the check
    sizes.push_back(size.bytes);
  }
  return sizes;
}

std::vector<std::string> all_baselines() {
  std::vector<std::string> names;
  for (const bench::Baseline& one : bench::baselines()) names.emplace_back(one.name);
  return names;
}

/// What the user has not chosen. `of_lessons`: all that is measured are lessons.
BenchFlags with_defaults(BenchFlags flags, bool of_lessons) {
  if (flags.topologies.empty()) {
    flags.topologies = {"threads", "processes"};
    if (of_lessons) flags.topologies.insert(flags.topologies.begin(), "serial");
  }
  if (flags.rates.empty() && !of_lessons) flags.rates = {"1k", "half"};
  if (flags.baselines.empty() && of_lessons) flags.baselines = {std::string(bench::kPython)};
  return flags;
}

/// What does not depend on the pipelines.
bench::Order order_of(const BenchFlags& flags) {
  bench::Order order;
  order.topologies = flags.topologies;
  order.paced_for_s = std::chrono::duration<double>(duration_from(flags.paced_for)).count();
  order.rounds = flags.repeats;
  order.seed = flags.seed;
  for (const std::string& rate : flags.rates) {
    if (rate != "none") order.paced.push_back({rate == "half" ? 0 : count_from(rate)});
  }
  for (const std::string& name : flags.baselines) {
    if (name == "all" || name == bench::kPython) order.with_lessons = true;
    if (name == "all") {
      order.baselines = all_baselines();
    } else if (name != "none" && name != bench::kPython) {
      order.baselines.push_back(name);
    }
  }
  return order;
}

/// Unless the user says how many: no more than what carries so many bytes.
std::vector<std::uint64_t> demo_counts(const BenchFlags& flags, std::uint64_t payload) {
  if (!flags.messages.empty()) return counts_from(flags.messages);
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
  std::vector<std::uint64_t> counts = counts_from(kCounts);
  for (std::uint64_t& count : counts) count = std::min(count, std::max<std::uint64_t>(1, kMostBytes / payload));
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

void refuse_what_gives_nothing_twice(const topology::Plan& plan, bool overwrite) {
  if (const std::string problem = topology::repeat_problem(plan); !problem.empty()) {
    throw std::runtime_error(problem + ", and a bench runs it many times; give it a file");
  }
  for (const topology::WrittenFile& file : topology::written_files(plan)) {
    if (overwrite || !std::filesystem::exists(file.path)) continue;
    throw std::runtime_error("'" + file.path.string() + "' is there; move it away, or '--overwrite' replaces it");
  }
}

std::string link_of(const topology::Plan& plan) {
  const topology::LinkKind first = plan.links.front().kind;
  const bool all_alike =
      std::ranges::all_of(plan.links, [first](const topology::LinkPlan& link) { return link.kind == first; });
  return all_alike ? std::string(to_string(first)) : "mixed";
}

/// A lesson whose records are refused, such as one whose server is not there, would be fast for nothing.
std::string rejections_in(const nlohmann::json& report) {
  for (const nlohmann::json& stage : report["stages"]) {
    const auto rejected = stage["rejected"].get<std::uint64_t>();
    if (rejected > 0) return stage["name"].get<std::string>() + " rejected " + std::to_string(rejected) + " records";
  }
  return "";
}

bench::Pipeline pipeline_of(const topology::Plan& plan, const std::string& config,
                            const std::vector<std::string>& sets) {
  bench::Pipeline pipeline;
  pipeline.name = plan.name;
  pipeline.file = config;
  for (const std::string& set : sets) pipeline.changes.insert(pipeline.changes.end(), {"--set", set});
  pipeline.link = link_of(plan);
  pipeline.stages = static_cast<std::uint32_t>(plan.stages.size());
  pipeline.producers = 0;
  for (const topology::StagePlan& stage : plan.stages) {
    if (stage.role == Role::kProducer) pipeline.producers += stage.replicas;
  }
  pipeline.has_outputs = !topology::written_files(plan).empty();
  pipeline.lesson = bench::lesson_of(plan);
  if (pipeline.lesson) pipeline.wrong = rejections_in;
  return pipeline;
}

/// Tries the pipeline out: how many messages to measure it with, and what they weigh.
bench::Subjected subjected(bench::Pipeline pipeline, const BenchFlags& flags, bench::Program& program,
                           const std::filesystem::path& folder) {
  constexpr const char* kLongestTrial = "5s";
  bench::RunTerms terms{.topology = "processes"};  // where the bytes that are counted are serialised
  const std::vector<std::uint64_t> wanted = counts_from(flags.messages.empty() ? kCounts : flags.messages);
  if (flags.messages.empty()) {
    terms.stop_after = kLongestTrial;
  } else {
    terms.messages = wanted.back();
  }
  const bench::Trial trial = run_pipeline(program, folder, pipeline, terms);
  const std::uint64_t there = trial.sample.messages;
  if (there == 0) throw std::runtime_error("'" + pipeline.name + "' made no message that could be measured");
  pipeline.is_endless = !trial.ended_by_itself || (terms.messages > 0 && there >= terms.messages);
  pipeline.payload_bytes = trial.bytes_per_message;

  if (!pipeline.is_endless) {
    pipeline.own_messages = there;
    pipeline.own_limit = terms.messages == 0 ? 0 : bench::share(terms.messages, pipeline.producers);
  }

  std::vector<std::uint64_t> counts;
  const bool has_its_own = flags.messages.empty() && trial.ended_by_itself;
  for (const std::uint64_t count : wanted) {
    // Each producer makes an equal share; those that end by themselves may not have one.
    if (has_its_own || (!pipeline.is_endless && pipeline.producers > 1)) continue;
    if (count <= there) counts.push_back(bench::share(count, pipeline.producers) * pipeline.producers);
  }
  if (counts.empty()) counts.push_back(there);
  if (!flags.messages.empty() && there < wanted.back() && counts.back() != there) counts.push_back(there);
  return {std::move(pipeline), std::move(counts)};
}

}  // namespace

bench::Order demo_order(const BenchFlags& flags, const std::filesystem::path& folder) {
  BenchFlags whole = with_defaults(flags, false);
  if (whole.links.empty()) whole.links = {"queue", "pipe"};
  if (whole.payloads.empty()) whole.payloads = {"8"};
  if (whole.baselines.empty()) whole.baselines = {"all"};
  bench::Order order = order_of(whole);
  for (const std::uint64_t payload : sizes_from(whole.payloads)) {
    const std::vector<std::uint64_t> counts = demo_counts(whole, payload);
    for (const std::string& link : whole.links) order.pipelines.push_back({bench::demo(folder, link, payload), counts});
    for (const std::uint64_t count : counts) order.baseline_loads.push_back({count, payload});
  }
  return order;
}

std::optional<Benched> read_configs(const BenchFlags& flags, const Catalog& catalog) {
  Benched benched;
  ConfigurationOptions changes;
  changes.sets = flags.sets;
  for (const std::string& config : flags.configs) {
    const std::optional<Loaded> loaded = load(config, changes.overrides(), catalog);
    if (!loaded) return std::nullopt;
    refuse_what_gives_nothing_twice(loaded->plan, flags.overwrite);
    const auto same = std::ranges::find(benched.pipelines, loaded->plan.name, &bench::Pipeline::name);
    if (same != benched.pipelines.end()) {
      throw std::runtime_error("'" + same->file.string() + "' and '" + config + "' are both called '" + same->name +
                               "'; give one of them another 'name'");
    }
    benched.pipelines.push_back(pipeline_of(loaded->plan, config, flags.sets));
    for (const topology::WrittenFile& file : topology::written_files(loaded->plan)) {
      benched.outputs.push_back(file.path);
      benched.outputs.emplace_back(file.path.native() + ".part");
    }
  }
  return benched;
}

bench::Order order_of_configs(const Benched& benched, const BenchFlags& flags, bench::Program& program,
                              const std::filesystem::path& folder, const bench::Tell& tell) {
  const bool are_lessons = std::ranges::all_of(
      benched.pipelines, [](const bench::Pipeline& pipeline) { return pipeline.lesson.has_value(); });
  const bool are_none = std::ranges::none_of(
      benched.pipelines, [](const bench::Pipeline& pipeline) { return pipeline.lesson.has_value(); });
  if (are_none && std::ranges::count(flags.baselines, bench::kPython) > 0) {
    throw std::runtime_error("python is beside lessons, such as configs/lessons/square.yaml, and none of these is one");
  }
  bench::Order order = order_of(with_defaults(flags, are_lessons));
  for (const bench::Pipeline& pipeline : benched.pipelines) {
    tell("trying out '" + pipeline.name + "'");
    order.pipelines.push_back(subjected(pipeline, flags, program, folder));
  }
  std::set<std::pair<std::uint64_t, std::uint64_t>> loads;
  for (const bench::Subjected& one : order.pipelines) {
    std::vector<std::uint64_t> payloads = sizes_from(flags.payloads);
    if (payloads.empty())
      payloads.push_back(std::clamp(one.pipeline.payload_bytes, bench::kNumberBytes, bench::kLargestPayload));
    for (const std::uint64_t count : one.messages) {
      for (const std::uint64_t payload : payloads) loads.emplace(count, payload);
    }
  }
  for (const auto& [count, payload] : loads) order.baseline_loads.push_back({count, payload});
  return order;
}

}  // namespace weir::cli
