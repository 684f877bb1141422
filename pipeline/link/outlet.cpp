#include "link/outlet.h"

#include <algorithm>
#include <utility>

namespace weir::link {

namespace {

constexpr std::size_t kMostGaps = 64;  // that wait to be sent

}  // namespace

Outlet::Outlet(Context& context, LinkTerms terms, std::span<const Receiver> receivers, std::uint64_t incarnation)
    : terms_(std::move(terms)),
      incarnation_(incarnation),
      drops_(terms_.when_full == WhenFull::kDropNewest || terms_.when_full == WhenFull::kDropOldest) {
  terms_.batch_bytes = std::min<std::uint32_t>(terms_.batch_bytes, kLargestRecord);
  // A frame costs both ends a wake-up, so it takes several batches along: a quarter of what may be under way, so that
  // the receivers have something to do while the next frame fills.
  constexpr std::uint32_t kFramesUnderWay = 4;
  constexpr std::uint64_t kFullBatchesInAFrame = 4;
  frame_records_ = std::max<std::uint64_t>(1, terms_.window() / kFramesUnderWay / receivers.size());
  frame_bytes_ = kFullBatchesInAFrame * terms_.batch_bytes;
  std::vector<std::string> bound;
  for (const Receiver& receiver : receivers) {
    auto at = std::ranges::find(bound, receiver.endpoint.address);
    if (at == bound.end()) {
      sockets_.push_back(open_sending_socket(context, terms_.wiring, receiver.endpoint));
      at = bound.insert(at, receiver.endpoint.address);
    }
    serialises_ = serialises_ || receiver.endpoint.transport == Transport::kSerialise;
    if (!receiver.endpoint.blocks.empty() && !blocks_) {
      blocks_ = BlockPool::create(receiver.endpoint.blocks, incarnation_);
    }
    peers_.emplace_back(receiver.replica, *sockets_[static_cast<std::size_t>(at - bound.begin())],
                        receiver.endpoint.transport, context.receiver_bell(receiver.endpoint, receiver.replica));
    if (blocks_ && !receiver.endpoint.blocks.empty()) peers_.back().use_blocks(*blocks_, terms_.least_in_blocks);
  }
}

bool Outlet::ready() const { return std::ranges::all_of(peers_, &Peer::ready); }

bool Outlet::has_room() const { return drops_ || (waiting_.empty() && gaps_.size() < kMostGaps); }

void Outlet::offer(Answer& answer) {
  if (drops_) accepted_ += answer.records->size();
  cut(answer);
  dispatch_again();
  dispatch_waiting();
  switch (terms_.when_full) {
    case WhenFull::kBlock:
      break;
    case WhenFull::kDropNewest:
      drop_newest();
      break;
    case WhenFull::kDropOldest:
      drop_oldest();
      break;
    case WhenFull::kFail:
      if (!waiting_.empty()) {
        throw StageError("link '" + terms_.name + "' is full (its capacity is " + std::to_string(terms_.capacity) +
                         " records) and its on_full is 'fail'");
      }
      break;
  }
}

bool Outlet::flush() {
  dispatch_again();
  dispatch_waiting();
  dispatch_gaps();
  for (Peer& peer : peers_) peer.flush();
  say_end();
  return std::exchange(moved_, false);
}

bool Outlet::finished() const { return settled_.empty() && std::ranges::all_of(peers_, &Peer::has_left); }

bool Outlet::watch(std::vector<pollfd>& descriptors) {
  return std::ranges::all_of(sockets_, [&](const auto& socket) { return socket->watch(descriptors); });
}

Batch& Outlet::new_batch(const Identity& identity, std::int64_t created_ns, std::int64_t sent_ns) {
  if (free_batches_.empty()) free_batches_.push_back(&batches_.emplace_back());
  Batch& batch = *free_batches_.back();
  free_batches_.pop_back();
  batch.identity = identity;
  batch.created_ns = created_ns;
  batch.sent_ns = sent_ns;
  batch.records = nullptr;
  batch.range = {};
  batch.bytes = 0;
  batch.taken = false;
  batch.again = batch.counted = false;
  batch.lost = 0;
  batch.answer = nullptr;
  return batch;
}

void Outlet::hold(Batch& batch, Answer& answer) {
  if (batch.answer == nullptr) {
    batch.answer = &answer;
  } else {
    batch.further_answers.push_back(&answer);
  }
  ++answer.holders;
}

void Outlet::recycle(Batch& batch) {
  const auto release = [this](Answer* answer) {
    if (--answer->holders == 0) settled_.push_back(answer);
  };
  if (batch.answer != nullptr) release(batch.answer);
  for (Answer* answer : batch.further_answers) release(answer);
  batch.further_answers.clear();
  free_batches_.push_back(&batch);
}

void Outlet::cut(Answer& answer) {
  const Records& records = *answer.records;
  const SequenceKey key{answer.identity.stream, answer.identity.sequence};
  const auto open = answer.identity.part > 0 ? open_.find(key) : open_.end();
  std::uint32_t part = open == open_.end() ? 0 : open->second.next_part;
  if (records.empty()) {
    if (answer.identity.more) return;  // a later part speaks for the sequence
    if (part == 0) return add_gap(answer, answer.has_origin || answer.lost > 0 ? &answer : nullptr);
  }
  std::size_t first = 0;
  do {
    std::size_t bytes = 0;
    const Range range = next_cut(records, first, bytes);
    first += range.count;
    Batch& batch = new_batch(answer.identity, answer.created_ns, answer.opened_ns);
    batch.identity.part = part++;
    batch.identity.more = answer.identity.more || first < records.size();
    batch.records = &records;
    batch.counted = answer.counted;
    batch.lost = answer.lost;
    batch.range = range;
    batch.bytes = static_cast<std::uint32_t>(bytes);
    hold(batch, answer);
    waiting_.push_back(&batch);
    waiting_records_ += range.count;
  } while (first < records.size());
  if (answer.identity.more || part > 1) open_[key].next_part = part;
}

std::vector<Outlet::OpenParts> Outlet::open_parts() const {
  std::vector<OpenParts> parts;
  parts.reserve(open_.size());
  for (const auto& [key, open] : open_) parts.push_back({key.first, open.next_part, key.second});
  return parts;
}

Range Outlet::next_cut(const Records& records, std::size_t first, std::size_t& bytes) const {
  const std::size_t most = std::min<std::size_t>(terms_.batch_records, records.size() - first);
  if (records.largest_record() > 0 && records.largest_record() * most <= terms_.batch_bytes) {
    bytes = size_of(records, {first, most});
    return {first, most};
  }
  std::size_t count = 0;
  for (; count < most; ++count) {
    const std::size_t size = records.encoded_size(first + count);
    if (size > kLargestRecord) {
      throw StageError("a record of " + std::to_string(size) + " bytes on link '" + terms_.name + "'; the most is " +
                       std::to_string(kLargestRecord));
    }
    if (count > 0 && bytes + size > terms_.batch_bytes) break;
    bytes += size;
  }
  return {first, count};
}

std::size_t Outlet::size_of(const Records& records, Range range) const {
  // Measuring every record of fixed-size fields would cost as much as handing it over.
  if (!serialises_ && records.largest_record() > 0) return range.count * records.memory_per_record();
  return records.encoded_size(range.first, range.count);
}

void Outlet::add_gap(const Answer& answer, Answer* holder) {
  const Identity& identity = answer.identity;
  // A loss keeps to itself, so that who has its number already can tell.
  for (std::size_t i = gaps_.size(); i > 0 && answer.lost == 0; --i) {
    Batch& gap = *gaps_[i - 1];
    if (gap.lost > 0 || gap.identity.stream != identity.stream ||
        gap.identity.sequence + gap.identity.span != identity.sequence)
      continue;
    // Where the numbers go to several receivers, each would have to hold all answers.
    if (deals_in_turn() && (holder != nullptr || gap.answer != nullptr)) break;
    gap.identity.span += identity.span;
    if (holder != nullptr) hold(gap, *holder);
    return;
  }
  Batch& gap = new_batch({.stream = identity.stream, .sequence = identity.sequence, .span = identity.span},
                         answer.created_ns, answer.opened_ns);
  gap.lost = answer.lost;
  if (holder != nullptr) hold(gap, *holder);
  gaps_.push_back(&gap);
}

Batch& Outlet::take_gap() {
  Batch& gap = *gaps_.front();
  if (!deals_in_turn() || gap.identity.span == 1) {
    gaps_.pop_front();
    return gap;
  }
  Batch& first =
      new_batch({.stream = gap.identity.stream, .sequence = gap.identity.sequence}, gap.created_ns, gap.sent_ns);
  if (gap.answer != nullptr) hold(first, *gap.answer);
  ++gap.identity.sequence;
  --gap.identity.span;
  return first;
}

void Outlet::drop_newest() {
  while (!waiting_.empty()) {
    Batch& batch = *waiting_.front();
    const std::uint64_t fits = room_for_new_at(receiver_for(batch));
    if (fits > 0) {
      dropped_ += batch.range.count - fits;
      shorten(batch, {batch.range.first, fits});
    } else {
      drop_oldest_waiting();
    }
    dispatch_waiting();
  }
}

void Outlet::drop_oldest() {
  while (!waiting_.empty() && in_flight_records_ + waiting_records_ > terms_.capacity) {
    Batch& batch = *waiting_.front();
    const std::uint64_t excess = in_flight_records_ + waiting_records_ - terms_.capacity;
    if (excess < batch.range.count) {
      dropped_ += excess;
      shorten(batch, {batch.range.first + excess, batch.range.count - excess});
    } else {
      drop_oldest_waiting();
      dispatch_waiting();
    }
  }
}

void Outlet::drop_oldest_waiting() {
  Batch& batch = *waiting_.front();
  dropped_ += batch.range.count;
  shorten(batch, {});
  const SequenceKey key{batch.identity.stream, batch.identity.sequence};
  const auto open = batch.identity.part > 0 ? open_.find(key) : open_.end();
  const bool begun = open != open_.end() && open->second.peer != nullptr;
  if (begun && !batch.identity.more) return;  // closes its sequence, which takes no room
  waiting_.pop_front();
  if (!batch.identity.more) {
    if (open != open_.end()) open_.erase(open);
    add_gap(*batch.answer, nullptr);
  }
  recycle(batch);
}

void Outlet::shorten(Batch& batch, Range range) {
  waiting_records_ -= batch.range.count - range.count;
  batch.range = range;
  batch.bytes = static_cast<std::uint32_t>(size_of(*batch.records, range));
}

}  // namespace weir::link
