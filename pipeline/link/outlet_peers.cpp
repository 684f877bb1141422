#include <algorithm>

#include "link/outlet.h"

// The outlet's side of the conversation with its receivers: who gets what, and what they say to it.
namespace weir::link {

namespace {

constexpr std::uint64_t kMostGapsOnTheWay = 64;  // to one receiver; they take no room, so something else bounds them

std::uint64_t left(std::uint64_t most, std::uint64_t used) { return most - std::min(most, used); }

}  // namespace

std::uint64_t Outlet::room() const {
  return std::min(left(terms_.window(), in_flight_records_ + waiting_records_),
                  left(terms_.most_held, held_records_ + waiting_records_));
}

std::uint64_t Outlet::room_at(const Peer& peer) const {
  if (peer.owed() >= terms_.most_owed) return 0;
  return std::min({left(terms_.window(), in_flight_records_), left(terms_.most_held, held_records_),
                   left(peer.credit(), peer.outstanding())});
}

bool Outlet::waits_for_blocks(const Batch& batch, const Peer& peer) const {
  return terms_.when_full == WhenFull::kBlock && peer.waits_for_blocks(batch);
}

Peer& Outlet::receiver_for(const Batch& batch) {
  if (batch.identity.part > 0) {
    const auto open = open_.find({batch.identity.stream, batch.identity.sequence});
    if (open != open_.end() && open->second.peer != nullptr) return *open->second.peer;
  }
  const bool is_dealt = terms_.ordered || (terms_.dealt && (!batch.is_empty() || batch.lost > 0));
  if (is_dealt) return peers_[batch.identity.sequence % peers_.size()];
  return *std::ranges::min_element(peers_, {}, batch.is_empty() ? &Peer::outstanding_gaps : &Peer::outstanding);
}

void Outlet::dispatch_again() {
  for (Peer& peer : peers_) {
    for (Batch* batch = peer.next_again(); batch != nullptr; batch = peer.next_again()) {
      const bool fits = batch->is_empty() ? peer.outstanding_gaps() < kMostGapsOnTheWay
                                          : room_at(peer) >= batch->range.count && !waits_for_blocks(*batch, peer);
      if (!fits) break;
      peer.pop_again();
      batch->taken = false;
      batch->again = true;
      dispatch(*batch, peer);
    }
  }
}

void Outlet::dispatch_waiting() {
  while (!waiting_.empty()) {
    Batch& batch = *waiting_.front();
    Peer& peer = receiver_for(batch);
    if (room_for_new_at(peer) < batch.range.count || waits_for_blocks(batch, peer)) break;
    waiting_.pop_front();
    waiting_records_ -= batch.range.count;
    if (batch.identity.more) {
      open_[{batch.identity.stream, batch.identity.sequence}].peer = &peer;
    } else if (batch.identity.part > 0) {
      open_.erase({batch.identity.stream, batch.identity.sequence});
    }
    if (!drops_ && !batch.counted) accepted_ += batch.range.count;
    if (peer.comes_again()) {
      peer.push_again(batch);  // needs no room: it closes a sequence whose parts may have to come before
    } else {
      dispatch(batch, peer);
    }
  }
}

void Outlet::dispatch_gaps() {
  while (!gaps_.empty()) {
    Peer& peer = receiver_for(*gaps_.front());
    const bool comes_again = peer.comes_again();
    if ((comes_again ? peer.to_come_again() : peer.outstanding_gaps()) >= kMostGapsOnTheWay) break;
    Batch& gap = take_gap();
    if (comes_again) {
      peer.push_again(
          gap);  // not in the way of others: they may wait for theirs, and keep the room that this one needs
    } else {
      dispatch(gap, peer);
    }
  }
}

void Outlet::dispatch(Batch& batch, Peer& peer) {
  moved_ = true;
  if (peer.has_parted()) return recycle(batch);
  in_flight_records_ += batch.range.count;
  held_records_ += batch.range.count;
  bytes_ += batch.bytes;
  if (!peer.fits_frame(batch.bytes)) peer.flush();
  peer.enqueue(batch);
  if (peer.queued_records() >= frame_records_ || peer.queued_bytes() >= frame_bytes_) peer.flush();
}

void Outlet::part_from(const std::function<bool(std::uint32_t)>& has_ended) {
  for (Peer& peer : peers_) {
    if (peer.has_parted() || !has_ended(peer.replica())) continue;
    in_flight_records_ -= peer.outstanding();
    held_records_ -= peer.held();
    peer.part();
    for (; peer.comes_again(); peer.pop_again()) recycle(*peer.next_again());
  }
}

void Outlet::say_end() {
  if (!ending_ || !waiting_.empty() || !gaps_.empty()) return;
  for (Peer& peer : peers_) {
    if (peer.knows_end() || peer.comes_again()) continue;
    peer.end();
    moved_ = true;
  }
}

bool Outlet::receive(std::vector<Answer*>& settled) {
  bool heard_any = false;
  for (const auto& socket : sockets_) {
    while (const auto heard = socket->receive()) {
      heard_any = true;
      try {
        hear(*socket, *heard);
      } catch (const BadFrame&) {
        ++bad_frames_;
      }
      take_back_returned();
    }
  }
  settled.insert(settled.end(), settled_.begin(), settled_.end());
  settled_.clear();
  return heard_any;
}

void Outlet::hear(SendingSocket& socket, const SendingSocket::Heard& heard) {
  FrameReader reader({heard.frame.data<std::uint8_t>(), heard.frame.size()});
  while (reader.next()) {
    const v1::Header& header = reader.header();
    if (header.has_hello()) {
      greet(socket, heard.route, header.hello());
      continue;
    }
    if (!header.has_acknowledge()) throw BadFrame("a receiver that talks like a sender");
    const v1::Acknowledge& acknowledge = header.acknowledge();
    const bool is_stale = acknowledge.sender() != incarnation_ ||
                          std::ranges::any_of(peers_, [&](const Peer& known) { return known.had(heard.route); });
    if (is_stale) continue;  // meant for an earlier life of this sender, or from one of the receiver
    Peer* const peer = speaker(socket, heard.route);
    if (peer == nullptr) throw BadFrame("an acknowledgement of a stranger");
    for (int i = 0; i < acknowledge.taken_first_size(); ++i) {
      in_flight_records_ -= peer->free_room({acknowledge.taken_first(i), acknowledge.taken_count(i)});
    }
    for (int i = 0; i < acknowledge.first_size(); ++i) {
      peer->acknowledge({acknowledge.first(i), acknowledge.count(i)}, returned_);
    }
    if (!acknowledge.finished()) continue;
    if (!peer->knows_end()) throw BadFrame("a farewell before the end");
    peer->leave();
  }
}

void Outlet::take_back_returned() {
  for (Batch* batch : returned_) {
    held_records_ -= batch->range.count;
    if (!batch->taken) in_flight_records_ -= batch->range.count;
    recycle(*batch);
  }
  returned_.clear();
}

void Outlet::greet(SendingSocket& socket, const Route& route, const v1::Hello& hello) {
  const auto peer = std::ranges::find(peers_, hello.replica(), &Peer::replica);
  if (peer == peers_.end() || &peer->socket() != &socket || hello.credit() == 0)
    throw BadFrame("a stranger's greeting");
  // What an earlier life still had to say, or one that has ended since.
  if (peer->had(route) || peer->has_parted()) return;
  if (peer->ready() && hello.incarnation() > peer->incarnation()) {
    in_flight_records_ -= peer->outstanding();
    held_records_ -= peer->held();
    peer->begin_life();
    if (!terms_.sends_again) {
      for (; peer->next_again() != nullptr; peer->pop_again()) recycle(*peer->next_again());
    }
  } else if (peer->ready() && peer->route() != route) {
    throw BadFrame("a second receiver of one name");
  }
  peer->greet(route, hello.incarnation(), hello.credit());
  peer->note_reader(hello.reads_blocks() && hello.sender() == incarnation_);
  if (hello.sender() == incarnation_) return;
  peer->welcome(incarnation_);
  moved_ = true;
}

Peer* Outlet::speaker(const SendingSocket& socket, const Route& route) {
  const auto peer = std::ranges::find_if(
      peers_, [&](const Peer& known) { return known.ready() && &known.socket() == &socket && known.route() == route; });
  return peer == peers_.end() ? nullptr : &*peer;
}

}  // namespace weir::link
