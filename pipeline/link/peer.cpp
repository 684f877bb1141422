#include "link/peer.h"

#include <limits>
#include <utility>

namespace weir::link {

namespace {

/// Links the batches into a chain and lets the frame carry its head.
zmq::message_t handover_frame(const std::vector<Batch*>& batches) {
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i]->next = i + 1 < batches.size() ? batches[i + 1] : nullptr;
  Batch* const head = batches.front();
  return {&head, sizeof head};
}

}  // namespace

void Peer::greet(const Route& route, std::uint64_t incarnation, std::uint64_t credit) {
  route_ = route;
  incarnation_ = incarnation;
  credit_ = credit;
}

void Peer::begin_life() {
  former_routes_.push_back(route_);
  // What was to be sent again and has not been stands behind what has.
  Ring<Batch*> not_yet = std::exchange(again_, {});
  for (; !in_flight_.empty(); in_flight_.pop_front()) {
    if (in_flight_.front() == nullptr) continue;
    give_back_blocks(*in_flight_.front());
    again_.push_back(in_flight_.front());
  }
  for (; !not_yet.empty(); not_yet.pop_front()) again_.push_back(not_yet.front());
  queued_.clear();
  queued_records_ = queued_bytes_ = 0;
  reads_blocks_ = false;
  outstanding_ = outstanding_gaps_ = held_ = 0;
  first_tag_ = 0;
  knows_end_ = left_ = false;
}

void Peer::part() {
  begin_life();
  credit_ = std::numeric_limits<std::uint64_t>::max();
  parted_ = knows_end_ = left_ = true;
}

void Peer::enqueue(Batch& batch) {
  batch.tag = first_tag_ + in_flight_.size();
  if (uses_blocks(batch)) batch.blocks = pool_->take(batch.bytes);
  in_flight_.push_back(&batch);
  queued_.push_back(&batch);
  held_ += batch.range.count;
  outstanding_ += batch.range.count;
  if (batch.is_empty()) ++outstanding_gaps_;
  queued_records_ += batch.range.count;
  queued_bytes_ += batch.bytes;
}

void Peer::flush() {
  if (queued_.empty()) return;
  send(transport_ == Transport::kSerialise ? batches_frame(queued_, pool_) : handover_frame(queued_));
  queued_.clear();
  queued_records_ = 0;
  queued_bytes_ = 0;
}

void Peer::check_owed(TagRun run) {
  if (run.first < first_tag_ || run.first > next_tag() || run.count > next_tag() - run.first) {
    throw BadFrame("an acknowledgement of what was never sent, or a second one");
  }
  for (std::uint64_t i = run.first - first_tag_; i < run.first - first_tag_ + run.count; ++i) {
    if (in_flight_[i] == nullptr) throw BadFrame("a second acknowledgement");
  }
}

void Peer::acknowledge(TagRun run, std::vector<Batch*>& returned) {
  check_owed(run);
  const std::uint64_t begin = run.first - first_tag_;
  for (std::uint64_t i = begin; i < begin + run.count; ++i) {
    Batch& batch = *std::exchange(in_flight_[i], nullptr);
    held_ -= batch.range.count;
    if (!batch.taken) free_room_of(batch);
    returned.push_back(&batch);
  }
  while (!in_flight_.empty() && in_flight_.front() == nullptr) {
    in_flight_.pop_front();
    ++first_tag_;
  }
}

std::uint64_t Peer::free_room(TagRun run) {
  check_owed(run);
  std::uint64_t records = 0;
  const std::uint64_t begin = run.first - first_tag_;
  for (std::uint64_t i = begin; i < begin + run.count; ++i) {
    if (in_flight_[i]->taken) throw BadFrame("room given back a second time");
  }
  for (std::uint64_t i = begin; i < begin + run.count; ++i) {
    Batch& batch = *in_flight_[i];
    batch.taken = true;
    free_room_of(batch);
    records += batch.range.count;
  }
  return records;
}

void Peer::free_room_of(Batch& batch) {
  give_back_blocks(batch);
  outstanding_ -= batch.range.count;
  if (batch.is_empty()) --outstanding_gaps_;
}

bool Peer::uses_blocks(const Batch& batch) const {
  return reads_blocks_ && batch.bytes >= least_in_blocks_ && !batch.is_empty();
}

void Peer::give_back_blocks(Batch& batch) {
  if (!batch.blocks.is_none()) pool_->give_back(batch.blocks);
}

void Peer::end() {
  send(end_frame(first_tag_ + in_flight_.size()));
  knows_end_ = true;
}

}  // namespace weir::link
