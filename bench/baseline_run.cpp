#include "bench/baseline_run.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "bench/baselines/baseline.h"
#include "bench/baselines/measured_json.h"
#include "bench/errors.h"

namespace weir::bench {

namespace {

std::string without_line_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Measured measured_in(const Ended& ended, const Subject& subject) {
  try {
    Measured measured = measured_from_json(ended.out);
    if (measured.messages == subject.messages && measured.took.count() > 0) return measured;
  } catch (const std::runtime_error&) {
    // What it said is told below.
  }
  throw NotMeasured(subject.system + " said something else than how long it took: " + without_line_end(ended.out));
}

}  // namespace

Sample sample_of_baseline(const Ended& ended, const Subject& subject) {
  if (ended.exit_code == kExitUnavailable) throw Absent(without_line_end(ended.err));
  if (ended.exit_code != 0) throw NotMeasured(subject.system + ": " + without_line_end(ended.err));
  const Measured measured = measured_in(ended, subject);
  Sample sample;
  sample.messages = subject.messages;
  sample.rate = static_cast<double>(subject.messages) / measured.took.count();
  sample.elapsed_s = ended.elapsed_s;
  sample.cpu_s = ended.cpu_s;
  sample.context_switches = ended.context_switches;
  sample.latency_us = measured.latency_us;
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
