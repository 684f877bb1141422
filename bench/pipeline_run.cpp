#include "bench/pipeline_run.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "bench/errors.h"
#include "observe/figures.h"

namespace weir::bench {

namespace {

using Json = nlohmann::json;

std::vector<std::string> arguments_of(const Pipeline& pipeline, const RunTerms& terms,
                                      const std::filesystem::path& folder) {
  std::vector<std::string> words{"run", pipeline.file.string(), "--quiet", "--topology", terms.topology};
  words.insert(words.end(), {"--report", (folder / "report").string()});
  words.insert(words.end(), pipeline.changes.begin(), pipeline.changes.end());
  const bool are_all = terms.messages > 0 && terms.messages == pipeline.own_messages;
  const std::uint64_t limit = are_all ? pipeline.own_limit : share(terms.messages, pipeline.producers);
  if (limit > 0) words.insert(words.end(), {"--limit", std::to_string(limit)});
  if (terms.rate > 0) words.insert(words.end(), {"--rate", std::to_string(share(terms.rate, pipeline.producers))});
  if (!terms.stop_after.empty()) words.insert(words.end(), {"--stop-after", terms.stop_after});
  if (pipeline.has_outputs) words.emplace_back("--overwrite");
  return words;
}

/// Of all producers.
std::uint64_t made(const Json& report, const char* what) {
  std::uint64_t sum = 0;
  for (const Json& stage : report["stages"]) {
    if (stage["role"] == "producer") sum += stage[what].get<std::uint64_t>();
  }
  return sum;
}

observe::Percentiles percentiles_of(const Json& json) {
  const auto figure = [&json](const char* name) { return json[name].get<double>(); };
  return {figure("p50"), figure("p90"), figure("p99"), figure("p999"), figure("max")};
}

/// A mistake in the file has several lines, and the last one only counts them.
std::string reason_in(const Ended& ended) {
  constexpr int kConfiguration = 78;
  return ended.exit_code == kConfiguration ? ended.err.substr(0, ended.err.find('\n')) : last_line(ended.err);
}

/// Why the run failed, in the words of the stage that did.
std::string failure_in(const Json& report, const Ended& ended) {
  for (const Json& stage : report["stages"]) {
    if (stage.contains("failure")) return stage["failure"].get<std::string>();
  }
  return last_line(ended.err);
}

}  // namespace

std::uint64_t share(std::uint64_t messages, std::uint32_t producers) { return (messages + producers - 1) / producers; }

std::string problem_in(const Json& report) {
  for (const Json& link : report["links"]) {
    const std::string name = "link '" + link["name"].get<std::string>() + "' ";
    const auto count = [&link](const char* what) { return link[what].get<std::uint64_t>(); };
    const auto records = [&count](const char* what) { return observe::grouped(count(what)) + " records"; };
    if (count("dropped") > 0) {
      return name + "dropped " + records("dropped") +
             ", as its 'on_full' says; only what loses nothing is measured: " + "on_full=block with --set does that";
    }
    if (count("lost") > 0) return name + "lost " + records("lost");
    if (count("redelivered") > 0) return name + "had to send " + records("redelivered") + " again, for a stage died";
    if (count("duplicates") > 0) return name + "brought " + records("duplicates") + " twice";
    if (count("accepted") != count("delivered") + count("rejected")) return name + "does not balance";
  }
  return report["balanced"].get<bool>() ? "" : "its ledger does not balance";
}

Trial run_pipeline(Program& program, const std::filesystem::path& folder, const Pipeline& pipeline,
                   const RunTerms& terms) {
  const std::string whose = "'" + pipeline.name + "' as " + terms.topology + ": ";
  std::filesystem::remove(folder / "report");
  const Ended ended = program.run(arguments_of(pipeline, terms, folder));
  std::ifstream file(folder / "report");
  const Json report = Json::parse(file, nullptr, false);
  if (report.is_discarded()) {
    throw NotMeasured(whose + "exit code " + std::to_string(ended.exit_code) + ": " + reason_in(ended));
  }
  std::string problem = ended.exit_code == 0 ? problem_in(report) : failure_in(report, ended);
  if (problem.empty() && pipeline.wrong) problem = pipeline.wrong(report);
  if (!problem.empty()) throw NotMeasured(whose + problem);

  Trial trial;
  trial.ended_by_itself = report["outcome"] == "completed";
  Sample& sample = trial.sample;
  sample.messages = made(report, "records_out");
  trial.bytes_per_message = made(report, "bytes_out") / std::max<std::uint64_t>(1, sample.messages);
  const double wall_s = report["wall_s"].get<double>();
  sample.rate = wall_s > 0 ? static_cast<double>(sample.messages) / wall_s : 0;
  sample.elapsed_s = ended.elapsed_s;
  sample.cpu_s = ended.cpu_s;
  sample.context_switches = ended.context_switches;
  sample.max_rss_bytes = report["max_rss_bytes"].get<std::uint64_t>();
  sample.latency_us = percentiles_of(report["end_to_end_us"]);
  return trial;
}

Case case_of(Program& program, const std::filesystem::path& folder, const Pipeline& pipeline, Subject subject) {
  const RunTerms terms{subject.topology, subject.messages, subject.rate};
  return {std::move(subject), [&program, &pipeline, folder, terms] {
            const Sample sample = run_pipeline(program, folder, pipeline, terms).sample;
            if (sample.messages != terms.messages) {
              throw NotMeasured("'" + pipeline.name + "' as " + terms.topology + " made " +
                                observe::grouped(sample.messages) + " messages of " + observe::grouped(terms.messages));
            }
            return sample;
          }};
}

}  // namespace weir::bench
