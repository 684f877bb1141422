#include "run/sink_loop.h"

#include <algorithm>
#include <utility>

#include "run/clock.h"
#include "run/snapshots.h"

namespace weir::run {

namespace {

constexpr std::chrono::nanoseconds kNoLinger = std::chrono::nanoseconds::max();  // nothing to send but acknowledgements

}  // namespace

SinkLoop::SinkLoop(BatchConsumer& stage, Inlets& inlets, RecordRejections& rejections, observe::Page& page,
                   Account* account, Durability durability, Neighbours neighbours)
    : stage_(stage),
      inlets_(inlets),
      rejections_(rejections),
      page_(page),
      account_(account),
      durability_(durability),
      neighbours_(std::move(neighbours)) {}

Turn SinkLoop::turn() {
  const std::int64_t began = now_ns();
  neighbours_.look(began, &inlets_, nullptr);
  inlets_.greet(began);
  inlets_.tell(began);
  bool worked = false;
  for (int batches = 0; batches < kBatchesPerTurn; ++batches) {
    const link::Arrival* arrival = inlets_.next();
    if (arrival == nullptr) break;
    consume(*arrival);
    worked = true;
    if (done_ns_ - began >= longest_turn_ns(kNoLinger)) break;
    if (account_ != nullptr && !account_->has_room()) break;
  }
  inlets_.publish();
  const bool ended = inlets_.ended();
  if (account_ != nullptr && !uncommitted_.empty() && (ended || now_ns() >= next_commit_ns_ || !account_->has_room())) {
    commit();
  }
  if (ended) {
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
  link::Origin origin = arrival.origin;
  if (account_ != nullptr && !arrival.is_gap()) account_->note(arrival.identity);
  inlets_.done(arrival, rejected);
  if (account_ == nullptr) return inlets_.acknowledge(origin);
  inlets_.free_room(origin);
  uncommitted_.push_back(origin);
}

void SinkLoop::commit() {
  const std::int64_t began = now_ns();
  stage_.commit(durability_);
  account_->seal(stage_.stage());
  account_->commit();
  for (const link::Origin& origin : uncommitted_) inlets_.acknowledge(origin);
  uncommitted_.clear();
  next_commit_ns_ = next_commit_ns(began, now_ns());
}

std::int64_t SinkLoop::wake_ns(Turn /*last*/) const {
  const std::int64_t commit = uncommitted_.empty() ? kNever : next_commit_ns_;
  return std::min({inlets_.next_greeting_ns(), neighbours_.next_look_ns(), commit});
}

void SinkLoop::add_descriptors(Turn /*last*/, std::vector<pollfd>& descriptors) const {
  inlets_.add_descriptors(descriptors);
}

}  // namespace weir::run
