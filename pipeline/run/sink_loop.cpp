#include "run/sink_loop.h"

#include "run/clock.h"

namespace weir::run {

namespace {

constexpr std::chrono::nanoseconds kNoLinger = std::chrono::nanoseconds::max();  // nothing to send but acknowledgements

}  // namespace

SinkLoop::SinkLoop(BatchConsumer& stage, Inlets& inlets, RecordRejections& rejections, observe::Page& page)
    : stage_(stage), inlets_(inlets), rejections_(rejections), page_(page) {}

Turn SinkLoop::turn() {
  const std::int64_t began = now_ns();
  inlets_.greet(began);
  inlets_.tell(began);
  bool worked = false;
  for (int batches = 0; batches < kBatchesPerTurn; ++batches) {
    const link::Arrival* arrival = inlets_.next();
    if (arrival == nullptr) break;
    consume(*arrival);
    worked = true;
    if (done_ns_ - began >= longest_turn_ns(kNoLinger)) break;
  }
  inlets_.publish();
  if (inlets_.ended()) {
    page_.set_phase(observe::Phase::kDraining);
    stage_.finish();
    inlets_.farewell();
    return Turn::kDone;
  }
  return worked ? Turn::kWorked : Turn::kStarved;
}

void SinkLoop::consume(const link::Arrival& arrival) {
  const std::uint64_t rejected_before = rejections_.count();
  if (arrival.range.count > 0) stage_.consume(*arrival.records, arrival.range, rejections_);
  const std::uint64_t rejected = rejections_.count() - rejected_before;

  done_ns_ = now_ns();
  if (arrival.range.count > 0) {
    page_.stage().last_ns.set(static_cast<std::uint64_t>(done_ns_));
    page_.stage().end_to_end.record(std::chrono::nanoseconds{done_ns_ - arrival.created_ns}, arrival.range.count);
  }
  const link::Origin origin = arrival.origin;
  inlets_.done(arrival, rejected);
  inlets_.acknowledge(origin);
}

void SinkLoop::add_descriptors(Turn /*last*/, std::vector<pollfd>& descriptors) const {
  inlets_.add_descriptors(descriptors);
}

}  // namespace weir::run
