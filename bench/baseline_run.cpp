#include "bench/baseline_run.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

#include "bench/baselines/baseline.h"
#include "bench/errors.h"

namespace weir::bench {

namespace {

using Json = nlohmann::json;

std::string without_line_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

Sample sample_of_baseline(const Ended& ended, const Subject& subject) {
  if (ended.exit_code == kExitUnavailable) throw Absent(without_line_end(ended.err));
  if (ended.exit_code != 0) throw NotMeasured(subject.system + ": " + without_line_end(ended.err));
  const Json json = Json::parse(ended.out, nullptr, false);
  if (json.is_discarded() || json.value("messages", std::uint64_t{0}) != subject.messages ||
      json.value("seconds", 0.0) <= 0) {
    throw NotMeasured(subject.system + " said something else than how long it took: " + without_line_end(ended.out));
  }
  Sample sample;
  sample.messages = subject.messages;
  sample.rate = static_cast<double>(subject.messages) / json["seconds"].get<double>();
  sample.elapsed_s = ended.elapsed_s;
  sample.cpu_s = ended.cpu_s;
  sample.context_switches = ended.context_switches;
  if (json.contains("latency_us")) {
    const Json& latency = json["latency_us"];
    sample.latency_us =
        observe::Percentiles{latency["p50"], latency["p90"], latency["p99"], latency["p999"], latency["max"]};
  }
  return sample;
}

Case baseline_case(Program& program, Subject subject) {
  std::vector<std::string> words{"baseline",   subject.system,
                                 "--messages", std::to_string(subject.messages),
                                 "--payload",  std::to_string(subject.payload_bytes)};
  if (subject.rate > 0) words.insert(words.end(), {"--rate", std::to_string(subject.rate)});
  auto run = [&program, words, subject] { return sample_of_baseline(program.run(words), subject); };
  return {std::move(subject), std::move(run)};
}

}  // namespace weir::bench
