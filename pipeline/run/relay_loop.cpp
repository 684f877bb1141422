#include "run/relay_loop.h"

#include <algorithm>
#include <utility>

#include "run/call_stage.h"
#include "run/clock.h"
#include "run/losses.h"

namespace weir::run {

RelayLoop::RelayLoop(BatchTransformer& stage, const RelayTerms& terms, Inlets& inlets, Outlets& outlets,
                     RecordRejections& rejections, observe::Page& page, Account* account, Neighbours neighbours)
    : stage_(&stage),
      terms_(terms),
      inlets_(inlets),
      outlets_(outlets),
      rejections_(rejections),
      page_(page),
      account_(account),
      neighbours_(std::move(neighbours)),
      at_hand_(page),
      strides_(page.stage().heartbeat_ns) {
  if (terms_.when == AcknowledgeWhen::kIsKept) snapshots_.emplace(*account_, inlets_, outlets_);
}

Turn RelayLoop::turn() {
  const std::int64_t began = now_ns_ = now_ns();
  neighbours_.look(began, &inlets_, &outlets_);  // first, for it settles answers as well
  const bool heard = outlets_.receive([this](const link::Answer& answer) { settle(answer); });
  // A stage is ready once all behind it are: so the producer's first record finds the whole way open.
  if (!outlets_.ready()) return Turn::kUnready;
  inlets_.greet(began);
  inlets_.tell(began);

  Turn turn = Turn::kStarved;
  bool worked = heard;
  for (int batches = 0; batches < kBatchesPerTurn; ++batches) {
    turn = relay();
    if (turn != Turn::kWorked) break;
    worked = true;
    if (now_ns_ - began >= longest_turn_ns(terms_.linger)) break;
  }
  if (!finished_ && inlets_.ended() && (!snapshots_ || snapshots_->seal_last(now_ns(), stage_->stage()))) {
    finish();
    worked = true;
  }
  if (snapshots_) {
    snapshots_->turn(now_ns(), stage_->stage());
  } else if (account_ != nullptr && account_->has_unsealed()) {
    account_->seal();
    account_->commit();
  }
  // Whatever was sent counts as work: sending can take the notice of an acknowledgement off its socket, so there is no
  // waiting right after it.
  worked = outlets_.flush() || worked;
  outlets_.publish();
  inlets_.publish();
  if (finished_ && outlets_.finished()) {
    if (snapshots_) snapshots_->turn(now_ns(), stage_->stage());
    for (const link::Origin& origin : answered_before_the_end_) inlets_.acknowledge(origin);
    inlets_.farewell();
    return Turn::kDone;
  }
  return worked ? Turn::kWorked : turn;
}

Turn RelayLoop::relay() {
  if (!outlets_.has_room() || (account_ != nullptr && !account_->has_room())) return Turn::kBlocked;
  if (unanswered_ == nullptr) unanswered_ = inlets_.next(now_ns_);
  if (unanswered_ == nullptr) return Turn::kStarved;
  if (finished_) {
    // A sender that lives again tells once more what it had answered with nothing. Our answer to it is on its way, or
    // there, and behind the end there is none.
    link::Origin& origin = answered_before_the_end_.emplace_back(std::exchange(unanswered_, nullptr)->origin);
    inlets_.free_room(origin);
    return Turn::kWorked;
  }
  answer(*unanswered_);
  return Turn::kWorked;
}

link::Answer& RelayLoop::open_answer() {
  open_ = &outlets_.open();
  rejected_before_ = rejections_.count();
  return *open_;
}

void RelayLoop::answer(const link::Arrival& arrival) {
  link::Answer& answer = open_answer();
  answer.identity = arrival.identity;
  answer.created_ns = arrival.created_ns;
  answer.opened_ns = now_ns_;
  answer.lost = arrival.lost;
  transform(arrival, *answer.records);
  const std::uint64_t rejected = rejections_.count() - rejected_before_;
  answer.counted = !arrival.is_gap() && was_counted(arrival.identity);
  if (answer.counted) {
    rejections_.forget(rejected);
  } else {
    inlets_.count(arrival, rejected);
  }
  open_ = nullptr;
  unanswered_ = nullptr;

  if (terms_.when == AcknowledgeWhen::kDone) {
    inlets_.release(arrival);
    inlets_.acknowledge(arrival.origin);
  } else {
    link::Arrival kept = arrival;
    inlets_.free_room(kept.origin);
    answer.has_origin = true;
    answer.origin = kept.origin;
    if (snapshots_) {
      snapshots_->take_in(kept, answer);
    } else {
      if (!answer.identity.is_whole()) {
        Parts& parts = open_parts_[{answer.identity.stream, answer.identity.sequence}];
        ++parts.answered;
        parts.are_all = !answer.identity.more;
      }
      inlets_.release(kept);
    }
  }
  outlets_.count(answer);
  outlets_.offer(answer);
  page_.stage().last_ns.set(static_cast<std::uint64_t>(now_ns_));
}

void RelayLoop::transform(const link::Arrival& arrival, Records& out) {
  if (arrival.lost > 0) call_stage([&] { stage_->stage().miss(loss_of(arrival)); });
  if (arrival.range.count == 0) return;
  if (at_hand_.is_poison(arrival.identity)) return rejections_.reject_batch(arrival);
  // What was answered once and is only answered again has passed: a death then says nothing of the batch.
  const bool has_passed = account_ != nullptr && !snapshots_ && account_->has(arrival.identity);
  if (!has_passed) at_hand_.take(arrival.identity);
  call_stage([&] {
    now_ns_ = strides_.over(arrival.range, now_ns_,
                            [&](Range part) { stage_->transform(*arrival.records, part, out, rejections_); });
  });
  at_hand_.put_down();
}

void RelayLoop::revive(BatchStage& stage) {
  stage_ = &dynamic_cast<BatchTransformer&>(stage);
  now_ns_ = now_ns();
  if (open_ != nullptr) {
    rejections_.forget(rejections_.count() - rejected_before_);
    outlets_.discard(*std::exchange(open_, nullptr));
  }
  call_stage([&] {
    if (snapshots_ && !account_->is_new()) stage_->stage().load(account_->state());
    stage_->stage().start();
  });
  if (!snapshots_) return;
  // What it had answered since is on its way already: it only has to know of it.
  link::Answer& ignored = open_answer();
  for (const link::Arrival& arrival : snapshots_->since_sealed()) {
    transform(arrival, *ignored.records);
    ignored.records->clear();
  }
  rejections_.forget(rejections_.count() - rejected_before_);
  outlets_.discard(*std::exchange(open_, nullptr));
}

bool RelayLoop::was_counted(const link::Identity& identity) {
  if (account_ == nullptr || snapshots_) return false;
  if (account_->has(identity)) return true;
  account_->note(identity);
  return false;
}

void RelayLoop::settle(const link::Answer& answer) {
  if (!answer.has_origin) return;
  if (snapshots_) return snapshots_->settle(answer);
  if (answer.identity.is_whole()) return inlets_.acknowledge(answer.origin);
  const auto sequence = open_parts_.find({answer.identity.stream, answer.identity.sequence});
  Parts& parts = sequence->second;
  parts.settled.push_back(answer.origin);
  if (!parts.are_all || parts.settled.size() < parts.answered) return;
  for (const link::Origin& origin : parts.settled) inlets_.acknowledge(origin);
  open_parts_.erase(sequence);
}

void RelayLoop::finish() {
  link::Answer& answer = open_answer();
  answer.identity = {.stream = terms_.stream, .sequence = 0};
  answer.created_ns = answer.opened_ns = now_ns();
  call_stage([&] { stage_->finish(*answer.records); });
  open_ = nullptr;
  answer.counted = was_counted(answer.identity);
  outlets_.count(answer);
  outlets_.offer(answer);
  outlets_.end();
  finished_ = true;
  page_.set_phase(observe::Phase::kDraining);
}

std::int64_t RelayLoop::wake_ns(Turn last) const {
  const std::int64_t snapshot = snapshots_ ? snapshots_->next_ns() : kNever;
  return std::min({neighbours_.next_look_ns(), snapshot, inlets_.next_telling_ns(),
                   last == Turn::kUnready ? kNever : inlets_.next_greeting_ns()});
}

// With no room for an answer nothing is read, so what comes in must not wake.
bool RelayLoop::may_go_on(Turn last) const {
  return outlets_.may_have_come() || (last == Turn::kStarved && inlets_.may_have_come());
}

bool RelayLoop::watch(Turn last, std::vector<pollfd>& descriptors) {
  return outlets_.watch(descriptors) && (last != Turn::kStarved || inlets_.watch(descriptors));
}

}  // namespace weir::run
