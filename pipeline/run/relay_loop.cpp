#include "run/relay_loop.h"

#include <algorithm>
#include <utility>

#include "run/clock.h"

namespace weir::run {

RelayLoop::RelayLoop(BatchTransformer& stage, const RelayTerms& terms, Inlets& inlets, Outlets& outlets,
                     RecordRejections& rejections, observe::Page& page, Lives lives)
    : stage_(stage),
      terms_(terms),
      inlets_(inlets),
      outlets_(outlets),
      rejections_(rejections),
      page_(page),
      lives_(std::move(lives)),
      next_look_ns_(lives_.has_ended ? 0 : kNever) {}

Turn RelayLoop::turn() {
  const bool heard = outlets_.receive([this](const link::Origin& origin) { inlets_.acknowledge(origin); });
  const std::int64_t began = now_ns();
  if (began >= next_look_ns_) look_at_neighbours(began);
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
    if (done_ns_ - began >= longest_turn_ns(terms_.linger)) break;
  }
  if (!finished_ && inlets_.ended()) {
    finish();
    worked = true;
  }
  if (lives_.account != nullptr) lives_.account->commit();
  // Whatever was sent counts as work: sending can take the notice of an acknowledgement off its socket, so there is no
  // waiting right after it.
  worked = outlets_.flush() || worked;
  outlets_.publish();
  inlets_.publish();
  if (finished_ && outlets_.finished()) {
    inlets_.farewell();
    return Turn::kDone;
  }
  return worked ? Turn::kWorked : turn;
}

void RelayLoop::look_at_neighbours(std::int64_t now) {
  constexpr std::int64_t kLookNs = 20'000'000;
  next_look_ns_ = now + kLookNs;
  outlets_.part_from(lives_.has_ended);
  inlets_.part_from(lives_.has_ended);
}

Turn RelayLoop::relay() {
  if (!outlets_.has_room()) return Turn::kBlocked;
  const link::Arrival* arrival = inlets_.next();
  if (arrival == nullptr) return Turn::kStarved;
  answer(*arrival);
  return Turn::kWorked;
}

void RelayLoop::answer(const link::Arrival& arrival) {
  link::Answer& answer = outlets_.open();
  answer.identity = arrival.identity;
  answer.created_ns = arrival.created_ns;
  answer.opened_ns = now_ns();
  const std::uint64_t rejected_before = rejections_.count();
  if (arrival.range.count > 0) stage_.transform(*arrival.records, arrival.range, *answer.records, rejections_);
  const std::uint64_t rejected = rejections_.count() - rejected_before;
  if (lives_.account != nullptr && !arrival.is_gap()) {
    answer.counted = lives_.account->has(arrival.identity);
    if (answer.counted) {
      rejections_.forget(rejected);
    } else {
      lives_.account->note(arrival.identity);
    }
  }

  link::Origin origin = arrival.origin;
  inlets_.done(arrival, rejected, answer.counted);
  if (terms_.when == AcknowledgeWhen::kNobodyNeedsIt) {
    inlets_.free_room(origin);
    answer.has_origin = true;
    answer.origin = origin;
  } else {
    inlets_.acknowledge(origin);
  }
  outlets_.offer(answer);
  done_ns_ = now_ns();
  page_.stage().last_ns.set(static_cast<std::uint64_t>(done_ns_));
}

void RelayLoop::finish() {
  link::Answer& answer = outlets_.open();
  answer.identity = {.stream = terms_.stream, .sequence = 0};
  answer.created_ns = answer.opened_ns = now_ns();
  stage_.finish(*answer.records);
  outlets_.offer(answer);
  outlets_.end();
  finished_ = true;
  page_.set_phase(observe::Phase::kDraining);
}

std::int64_t RelayLoop::wake_ns(Turn last) const {
  return std::min(next_look_ns_, last == Turn::kUnready ? kNever : inlets_.next_greeting_ns());
}

void RelayLoop::add_descriptors(Turn last, std::vector<pollfd>& descriptors) const {
  outlets_.add_descriptors(descriptors);
  // With no room for an answer nothing is read, so what comes in must not wake.
  if (last == Turn::kStarved) inlets_.add_descriptors(descriptors);
}

}  // namespace weir::run
