#include "run/losses.h"

#include <algorithm>
#include <chrono>

#include "observe/figures.h"
#include "observe/log.h"

namespace weir::run {

namespace {

std::string age_of(std::int64_t made_ns) {
  constexpr double kNsPerUs = 1e3;
  return observe::latency_text(static_cast<double>(now_ns() - made_ns) / kNsPerUs);
}

}  // namespace

Loss loss_of(const link::Arrival& arrival) {
  return {arrival.lost, std::chrono::steady_clock::time_point(std::chrono::nanoseconds{arrival.created_ns})};
}

void Losses::add(const link::Arrival& arrival) {
  first_ns_ = records_ == 0 ? arrival.created_ns : std::min(first_ns_, arrival.created_ns);
  last_ns_ = std::max(last_ns_, arrival.created_ns);
  records_ += arrival.lost;
  noted_ns_ = now_ns();
}

void Losses::tell() {
  if (records_ == 0) return;
  observe::log_warning(who_, "goes on without " + observe::grouped(records_) +
                                 (records_ == 1 ? " record" : " records") + ", made " + age_of(first_ns_) + " to " +
                                 age_of(last_ns_) +
                                 " ago: their producer died and can't make them again ('spool: disk' would keep them)");
  records_ = 0;
}

}  // namespace weir::run
