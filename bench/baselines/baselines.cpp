#include <algorithm>
#include <array>
#include <string>

#include "bench/baselines/baseline.h"
#include "bench/baselines/codec.h"
#include "bench/baselines/lesson.h"
#include "bench/baselines/libzmq.h"

namespace weir::bench {

namespace {

constexpr std::array kBaselines{
    Baseline{"libzmq-inproc", "plain PUSH and PULL between threads, a message a frame", true, libzmq_inproc},
    Baseline{"libzmq-ipc", "the same between processes, over a Unix domain socket", true, libzmq_ipc},
    Baseline{"libzmq-tcp", "the same between processes, over TCP on the loopback device", true, libzmq_tcp},
    Baseline{"python-queue", "Python's multiprocessing.Queue between processes", false, python_queue},
    Baseline{"python-pipe", "Python's multiprocessing.Pipe between processes", false, python_pipe},
    Baseline{"python-thread-queue", "Python's queue.Queue between threads", false, python_thread_queue},
    Baseline{"codec", "weir's records encoded and decoded twice, without any transport", false, codec},
};

}  // namespace

std::span<const Baseline> baselines() { return kBaselines; }

const Baseline* find_baseline(std::string_view name) {
  const auto* const found = std::ranges::find(kBaselines, name, &Baseline::name);
  return found == kBaselines.end() ? nullptr : found;
}

Measured run_baseline(std::string_view name, const Terms& terms) {
  const Baseline* baseline = find_baseline(name);
  if (baseline == nullptr) throw Unavailable("no baseline is called '" + std::string(name) + "'");
  if (terms.rate && !baseline->can_be_paced) throw Unavailable(std::string(name) + " can't be run at a given rate");
  if (terms.messages == 0 || terms.payload_bytes < kNumberBytes || terms.rate == 0) {
    throw Unavailable("a baseline sends a message or more, of 8 bytes or more, at more than 0 a second");
  }
  return baseline->run(terms);
}

}  // namespace weir::bench
