#include "link/arrivals.h"

#include <algorithm>
#include <utility>

namespace weir::link {

Arrivals::Stream& Arrivals::stream(std::uint32_t number) {
  const auto [entry, is_new] = streams_.try_emplace(number);
  if (is_new) entry->second.turn = entry->second.worked_off = index_;
  return entry->second;
}

bool Arrivals::note(const Identity& identity) {
  Stream& from = stream(identity.stream);
  const bool is_whole = identity.part == 0 && !identity.more && !from.next_part.contains(identity.sequence);
  if (is_whole) return from.done.add(identity.sequence);
  if (from.done.contains(identity.sequence)) return false;
  std::uint32_t& next_part = from.next_part[identity.sequence];
  if (identity.part < next_part) return false;
  next_part = identity.part + 1;
  if (!identity.more) {
    from.next_part.erase(identity.sequence);
    from.done.add(identity.sequence);
  }
  return true;
}

std::uint32_t Arrivals::next_part(const Identity& identity) {
  const Stream& from = stream(identity.stream);
  const auto next = from.next_part.find(identity.sequence);
  return next == from.next_part.end() ? 0 : next->second;
}

void Arrivals::put(const Arrival& arrival) {
  if (!ordered_) return due_.push_back(arrival);
  Stream& from = stream(arrival.identity.stream);
  if (is_early(arrival.identity)) {
    from.early[arrival.identity.sequence].push_back(arrival);
    ++early_;
    return;
  }
  due_.push_back(arrival);
  pass(from.turn, arrival.identity);
  // A gap that came again may pass the turn over what waits.
  while (!from.early.empty() && from.early.begin()->first <= from.turn) {
    const std::vector<Arrival> parts = std::move(from.early.begin()->second);
    from.early.erase(from.early.begin());
    early_ -= parts.size();
    for (const Arrival& part : parts) {
      due_.push_back(part);
      pass(from.turn, part.identity);
    }
    if (parts.back().identity.more) break;  // the rest of this sequence is still to come, and it is its turn
  }
}

void Arrivals::pass(std::uint64_t& turn, const Identity& identity) const {
  if (identity.more) return;
  turn = std::max(turn, replicas_ == 1 ? identity.sequence + identity.span : identity.sequence + replicas_);
}

void Arrivals::work_off(const Identity& identity) {
  if (ordered_) pass(stream(identity.stream).worked_off, identity);
}

std::vector<Arrivals::Turn> Arrivals::turns() const {
  std::vector<Turn> turns;
  if (!ordered_) return turns;
  for (const auto& [number, stream] : streams_) turns.push_back({number, stream.worked_off});
  return turns;
}

void Arrivals::go_on_from(const Turn& turn) {
  Stream& from = stream(turn.stream);
  from.turn = from.worked_off = turn.sequence;
}

const Arrival* Arrivals::next() {
  if (std::exchange(given_out_, 0) > 0) due_.pop_front();
  if (due_.empty()) return nullptr;
  given_out_ = 1;
  return &due_.front();
}

}  // namespace weir::link
