#include "bench/baselines/pace.h"

#include <sys/prctl.h>

#include <cerrno>
#include <ctime>

#include "run/clock.h"

namespace weir::bench {

Pace::Pace(std::int64_t start_ns, double rate) : start_ns_(start_ns), period_ns_(run::kNsPerSecond / rate) {
  prctl(PR_SET_TIMERSLACK, 1UL);
}

std::int64_t Pace::due_ns(std::uint64_t message) const {
  return start_ns_ + static_cast<std::int64_t>(static_cast<double>(message) * period_ns_);
}

void Pace::wait_until(std::int64_t due_ns) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const timespec due{.tv_sec = due_ns / kSecond, .tv_nsec = due_ns % kSecond};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR) continue;
}

}  // namespace weir::bench
