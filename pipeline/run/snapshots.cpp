#include "run/snapshots.h"

#include <algorithm>
#include <utility>

#include "run/call_stage.h"
#include "run/clock.h"
#include "run/commit_pace.h"

namespace weir::run {

void Snapshots::take_in(const link::Arrival& arrival, link::Answer& answer) {
  if (!arrival.is_gap()) account_.note(arrival.identity);
  answer.number = answers_++;
  latest_.arrivals.push_back(arrival);
  ++latest_.unsettled;
}

void Snapshots::settle(const link::Answer& answer) {
  --(answer.number < first_of_latest_ ? sealed_ : latest_).unsettled;
}

void Snapshots::turn(std::int64_t now, const Receiving& stage) {
  if (is_sealed_ && sealed_.unsettled == 0) commit(now);
  if (!is_sealed_ && !latest_.arrivals.empty() && now >= next_ns_) seal(now, stage);
}

void Snapshots::commit(std::int64_t now) {
  account_.commit();
  for (const link::Arrival& arrival : sealed_.arrivals) inlets_.acknowledge(arrival.origin);
  sealed_.arrivals.clear();
  is_sealed_ = false;
  next_ns_ = std::max(next_ns_, next_commit_ns(now, now_ns()));
}

bool Snapshots::seal_last(std::int64_t now, const Receiving& stage) {
  if (is_sealed_ && sealed_.unsettled > 0) return false;
  if (is_sealed_) commit(now);
  seal(now, stage);
  return true;
}

void Snapshots::seal(std::int64_t now, const Receiving& stage) {
  call_stage([&] { account_.seal(stage, inlets_.turns(), outlets_.open_parts()); });
  for (const link::Arrival& arrival : latest_.arrivals) inlets_.release(arrival);
  sealed_ = std::exchange(latest_, std::move(sealed_));
  first_of_latest_ = answers_;
  is_sealed_ = true;
  next_ns_ = next_commit_ns(now, now_ns());
}

std::int64_t Snapshots::next_ns() const { return is_sealed_ || latest_.arrivals.empty() ? kNever : next_ns_; }

}  // namespace weir::run
