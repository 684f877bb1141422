#include "link/connection.h"

#include <cstring>
#include <utility>

namespace weir::link {

namespace {

void append(std::vector<TagRun>& runs, std::uint64_t tag) {
  if (!runs.empty() && runs.back().first + runs.back().count == tag) {
    ++runs.back().count;
  } else {
    runs.push_back({tag, 1});
  }
}

}  // namespace

Connection::Connection(Context& context, const LinkTerms& terms, Sender sender, const ReceiverName& name)
    : sender_(std::move(sender)),
      name_(name),
      capacity_(terms.capacity),
      streams_(terms.streams),
      socket_(open_receiving_socket(context, terms.wiring, sender_.endpoint, name.replica)) {}

void Connection::greet() {
  socket_->send(hello_frame(name_.replica, name_.incarnation, capacity_, sender_incarnation_, blocks_.is_mapped()));
  owes_greeting_ = false;
}

bool Connection::next(Arrival& arrival, RecordsPool& pool) {
  for (;;) {
    if (lent_ != nullptr) return next_lent(arrival);
    if (next_decoded(arrival, pool)) return true;
    if (!socket_->receive(frame_)) return false;
    // Inside a process a frame of this size is a pointer, and all that is not is the end mark.
    if (sender_.endpoint.transport != Transport::kSerialise && frame_.size() == sizeof lent_) {
      std::memcpy(&lent_, frame_.data(), sizeof lent_);
    } else {
      reader_ = FrameReader({frame_.data<std::uint8_t>(), frame_.size()}, &blocks_);
    }
  }
}

void Connection::begin_life(std::uint64_t incarnation) {
  if (incarnation == 0) throw BadFrame("a welcome without a name");
  if (incarnation == sender_incarnation_) return;
  sender_incarnation_ = incarnation;
  ++life_;
  if (!sender_.endpoint.blocks.empty()) blocks_ = BlockMap(sender_.endpoint.blocks, incarnation);
  owes_greeting_ = blocks_.is_mapped();
  for (; !owed_.empty(); owed_.pop_front()) {
    if (owed_.front()) orphans_.push_back(*owed_.front());
  }
  next_tag_ = 0;
  records_owed_ = 0;
  forget_to_tell();
  ended_ = false;
}

bool Connection::next_lent(Arrival& arrival) {
  Batch& batch = *lent_;
  lent_ = batch.next;
  arrival.identity = batch.identity;
  arrival.identity.stream = stream_here(batch.identity.stream);
  arrival.created_ns = batch.created_ns;
  arrival.sent_ns = batch.sent_ns;
  arrival.owned = nullptr;
  arrival.records = batch.records;
  arrival.range = batch.range;
  arrival.bytes = batch.bytes;
  arrival.lost = batch.lost;
  arrival.origin.tag = batch.tag;
  arrival.origin.records = static_cast<std::uint32_t>(batch.range.count);
  arrival.origin.bytes = batch.bytes;
  arrival.origin.taken = false;
  arrival.origin.lent = &batch;
  count_in(arrival);
  return true;
}

bool Connection::next_decoded(Arrival& arrival, RecordsPool& pool) {
  while (reader_.next()) {
    const v1::Header& header = reader_.header();
    if (header.has_end()) {
      take_end(header.end());
      continue;
    }
    if (header.has_welcome()) {
      begin_life(header.welcome().incarnation());
      continue;
    }
    if (!header.has_batch()) throw BadFrame("a sender that talks like a receiver");
    const v1::Batch& batch = header.batch();
    arrival.identity = {stream_here(batch.stream()), batch.sequence(), batch.span(), batch.part(), batch.more()};
    arrival.created_ns = batch.created_ns();
    arrival.sent_ns = batch.sent_ns();
    arrival.again = batch.again();
    arrival.lost = batch.lost();
    arrival.origin.tag = batch.tag();
    arrival.origin.records = batch.count();
    arrival.origin.bytes = batch.bytes();
    arrival.origin.taken = false;
    arrival.origin.lent = nullptr;
    count_in(arrival);
    arrival.owned = &pool.take();
    arrival.records = arrival.owned;
    arrival.range = {0, batch.count()};
    arrival.bytes = batch.bytes();
    if (!arrival.owned->decode(reader_.records(), batch.count())) throw BadFrame("records that can't be parsed");
    return true;
  }
  return false;
}

void Connection::take_end(const v1::End& end) {
  if (end.batches() != next_tag_) {
    throw BadFrame("an end after " + std::to_string(end.batches()) + " batches, of which " + std::to_string(next_tag_) +
                   " came");
  }
  ended_ = true;
}

void Connection::count_in(Arrival& arrival) {
  Origin& origin = arrival.origin;
  if (life_ == 0) throw BadFrame("a batch before its sender said who it is");
  if (ended_ || origin.tag != next_tag_) {
    throw BadFrame("batch " + std::to_string(origin.tag) + " where " + std::to_string(next_tag_) + " was due");
  }
  ++next_tag_;
  records_owed_ += origin.records;
  if (records_owed_ > capacity_) throw BadFrame("records beyond the credit that was granted");
  origin.identity = arrival.identity;
  origin.life = life_;
  owed_.push_back(arrival.identity);
}

void Connection::settle(std::uint64_t tag) {
  const std::uint64_t first = next_tag_ - owed_.size();
  owed_[tag - first].reset();
  while (!owed_.empty() && !owed_.front()) owed_.pop_front();
}

std::uint32_t Connection::stream_here(std::uint32_t stream) const {
  if (stream >= streams_) throw BadFrame("a stream that the plan does not know");
  if (sender_.renamed_streams.empty()) return stream;
  const auto renamed = sender_.renamed_streams.find(stream);
  return renamed == sender_.renamed_streams.end() ? stream : renamed->second;
}

void Connection::acknowledge(const Origin& origin) {
  if (origin.life != life_) return;
  settle(origin.tag);
  append(acknowledged_, origin.tag);
  count_to_tell(origin, !origin.taken);
}

void Connection::free_room(Origin& origin) {
  if (origin.life != life_ || std::exchange(origin.taken, true)) return;
  append(taken_, origin.tag);
  count_to_tell(origin, true);
}

void Connection::count_to_tell(const Origin& origin, bool gives_room_back) {
  ++to_tell_.batches;
  to_tell_.records += origin.records;
  to_tell_.bytes += origin.bytes;
  if (gives_room_back) to_tell_.room += origin.records;
}

void Connection::forget_to_tell() {
  acknowledged_.clear();
  taken_.clear();
  to_tell_ = {};
}

bool Connection::flush() {
  const bool greets = owes_greeting_;
  if (greets) greet();
  if (to_tell_.batches == 0) return greets;
  socket_->send(acknowledge_frame(sender_incarnation_, acknowledged_, false, taken_));
  records_owed_ -= to_tell_.room;
  forget_to_tell();
  return true;
}

void Connection::farewell() {
  constexpr int kLingerMs = 100;  // the sender waits for this frame, and this socket is closed right after it
  socket_->linger(kLingerMs);
  socket_->send(acknowledge_frame(sender_incarnation_, acknowledged_, true, taken_));
  forget_to_tell();
}

}  // namespace weir::link
