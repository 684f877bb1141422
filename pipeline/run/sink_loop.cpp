#include "run/sink_loop.h"

#include <algorithm>
#include <utility>

#include "run/call_stage.h"
#include "run/clock.h"
#include "run/commit_pace.h"

namespace weir::run {

namespace {

constexpr std::chrono::nanoseconds kNoLinger = std::chrono::nanoseconds::max();  // nothing to send but acknowledgements

}  // namespace

SinkLoop::SinkLoop(BatchConsumer& stage, Inlets& inlets, RecordRejections& rejections, observe::Page& page,
                   Account* account, Durability durability, Neighbours neighbours, Losses losses)
    : stage_(&stage),
      inlets_(inlets),
      rejections_(rejections),
      page_(page),
      account_(account),
      durability_(durability),
      neighbours_(std::move(neighbours)),
      at_hand_(page),
      strides_(page.stage().heartbeat_ns),
      losses_(std::move(losses)) {}

Turn SinkLoop::turn() {
  const std::int64_t began = now_ns_ = now_ns();
  neighbours_.look(began, &inlets_, nullptr);
  inlets_.greet(began);
  inlets_.tell(began);
  bool worked = false;
  for (int batches = 0; batches < kBatchesPerTurn; ++batches) {
    if (unconsumed_ == nullptr) unconsumed_ = inlets_.next(now_ns_);
    if (unconsumed_ == nullptr) break;
    consume(*unconsumed_);
    worked = true;
    if (now_ns_ - began >= longest_turn_ns(kNoLinger)) break;
    if (account_ != nullptr && !account_->has_room()) break;
  }
  inlets_.publish();
  const bool ended = inlets_.ended();
  if (account_ != nullptr && !uncommitted_.empty() && (ended || now_ns() >= next_commit_ns_ || !account_->has_room())) {
    commit();
  }
  if (ended) {
    page_.set_phase(observe::Phase::kDraining);
    losses_.tell();
    call_stage([&] { stage_->finish(); });
    inlets_.farewell();
    return Turn::kDone;
  }
  return worked ? Turn::kWorked : Turn::kStarved;
}

void SinkLoop::consume(const link::Arrival& arrival) {
  losses_.note(arrival);
  const std::uint64_t rejected_before = rejections_.count();
  feed(arrival);
  const std::uint64_t rejected = rejections_.count() - rejected_before;

  if (arrival.range.count > 0) {
    page_.stage().last_ns.set(static_cast<std::uint64_t>(now_ns_));
    page_.stage().end_to_end.record(std::chrono::nanoseconds{now_ns_ - arrival.created_ns}, arrival.range.count);
  }
  if (account_ != nullptr && !arrival.is_gap()) account_->note(arrival.identity);
  inlets_.count(arrival, rejected);
  unconsumed_ = nullptr;
  if (account_ == nullptr) {
    inlets_.release(arrival);
    return inlets_.acknowledge(arrival.origin);
  }
  uncommitted_.push_back(arrival);
  inlets_.free_room(uncommitted_.back().origin);
}

void SinkLoop::feed(const link::Arrival& arrival) {
  if (arrival.lost > 0) call_stage([&] { stage_->stage().miss(loss_of(arrival)); });
  if (arrival.range.count == 0) return;
  if (at_hand_.is_poison(arrival.identity)) return rejections_.reject_batch(arrival);
  const std::uint64_t rejected_before = rejections_.count();
  at_hand_.take(arrival.identity);
  try {
    call_stage([&] {
      now_ns_ = strides_.over(arrival.range, now_ns_,
                              [&](Range part) { stage_->consume(*arrival.records, part, rejections_); });
    });
  } catch (const StageDied&) {
    rejections_.forget(rejections_.count() - rejected_before);
    throw;
  }
  at_hand_.put_down();
}

void SinkLoop::commit() {
  const std::int64_t began = now_ns();
  call_stage([&] {
    stage_->commit(durability_);
    account_->seal(stage_->stage(), inlets_.turns());
  });
  account_->commit();
  for (const link::Arrival& arrival : uncommitted_) {
    inlets_.release(arrival);
    inlets_.acknowledge(arrival.origin);
  }
  uncommitted_.clear();
  next_commit_ns_ = next_commit_ns(began, now_ns());
}

void SinkLoop::revive(BatchStage& stage) {
  stage_ = &dynamic_cast<BatchConsumer&>(stage);
  now_ns_ = now_ns();
  call_stage([&] {
    if (account_ != nullptr && !account_->is_new()) stage_->stage().load(account_->state());
    stage_->stage().start();
  });
  const std::uint64_t rejected_before = rejections_.count();
  for (const link::Arrival& arrival : uncommitted_) feed(arrival);
  rejections_.forget(rejections_.count() - rejected_before);
}

std::int64_t SinkLoop::wake_ns(Turn /*last*/) const {
  const std::int64_t commit = uncommitted_.empty() ? kNever : next_commit_ns_;
  return std::min({inlets_.next_greeting_ns(), inlets_.next_telling_ns(), neighbours_.next_look_ns(), commit});
}

bool SinkLoop::may_go_on(Turn /*last*/) const { return inlets_.may_have_come(); }

bool SinkLoop::watch(Turn /*last*/, std::vector<pollfd>& descriptors) { return inlets_.watch(descriptors); }

}  // namespace weir::run
