#include <algorithm>

#include "link/outlet.h"

// The outlet's side of the conversation with its receivers: who gets what, and what they say to it.
namespace weir::link {

namespace {

constexpr std::uint64_t kMostGapsOnTheWay = 64;  // to one receiver; they take no room, so something else bounds them

}  // namespace

std::uint64_t Outlet::room_at(const Peer& peer) const {
  const auto left = [](std::uint64_t most, std::uint64_t used) { return most - std::min(most, used); };
  return std::min({left(terms_.window(), in_flight_records_), left(terms_.most_held, held_records_),
                   left(peer.credit(), peer.outstanding())});
}

Peer& Outlet::receiver_for(const Batch& batch) {
  if (batch.identity.part > 0) {
    const auto open = open_.find({batch.identity.stream, batch.identity.sequence});
    if (open != open_.end() && open->second.peer != nullptr) return *open->second.peer;
  }
  if (terms_.ordered) return peers_[batch.identity.sequence % peers_.size()];
  return *std::ranges::min_element(peers_, {}, batch.is_gap() ? &Peer::outstanding_gaps : &Peer::outstanding);
}

void Outlet::dispatch_waiting() {
  while (!waiting_.empty()) {
    Batch& batch = *waiting_.front();
    Peer& peer = receiver_for(batch);
    if (room_at(peer) < batch.range.count) break;
    waiting_.pop_front();
    waiting_records_ -= batch.range.count;
    if (batch.identity.more) {
      open_[{batch.identity.stream, batch.identity.sequence}].peer = &peer;
    } else if (batch.identity.part > 0) {
      open_.erase({batch.identity.stream, batch.identity.sequence});
    }
    if (!drops_) accepted_ += batch.range.count;
    dispatch(batch, peer);
  }
}

void Outlet::dispatch_gaps() {
  while (!gaps_.empty()) {
    Peer& peer = receiver_for(*gaps_.front());
    if (peer.outstanding_gaps() >= kMostGapsOnTheWay) break;
    dispatch(take_gap(), peer);
  }
}

void Outlet::dispatch(Batch& batch, Peer& peer) {
  in_flight_records_ += batch.range.count;
  held_records_ += batch.range.count;
  bytes_ += batch.bytes;
  sent_ = true;
  if (!peer.fits_frame(batch.bytes)) peer.flush();
  peer.enqueue(batch);
  if (peer.queued_records() >= frame_records_ || peer.queued_bytes() >= frame_bytes_) peer.flush();
}

void Outlet::say_end() {
  if (!ending_ || ended_ || !waiting_.empty() || !gaps_.empty()) return;
  for (Peer& peer : peers_) peer.end();
  ended_ = true;
  sent_ = true;
}

bool Outlet::receive(std::vector<Answer*>& settled) {
  bool heard_any = false;
  for (SendingSocket& socket : sockets_) {
    while (const auto heard = socket.receive()) {
      heard_any = true;
      try {
        hear(socket, *heard);
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
    Peer* peer = speaker(socket, heard.route);
    if (!header.has_acknowledge() || peer == nullptr) throw BadFrame("neither a greeting nor from a known receiver");
    const v1::Acknowledge& acknowledge = header.acknowledge();
    for (int i = 0; i < acknowledge.taken_first_size(); ++i) {
      in_flight_records_ -= peer->take({acknowledge.taken_first(i), acknowledge.taken_count(i)});
    }
    for (int i = 0; i < acknowledge.first_size(); ++i) {
      peer->acknowledge({acknowledge.first(i), acknowledge.count(i)}, returned_);
    }
    if (!acknowledge.finished()) continue;
    if (!ended_) throw BadFrame("a farewell before the end");
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
  if (peer->ready() && peer->route() != route) throw BadFrame("a second receiver of one name");
  peer->greet(route, hello.credit());
}

Peer* Outlet::speaker(const SendingSocket& socket, const Route& route) {
  const auto peer = std::ranges::find_if(
      peers_, [&](const Peer& known) { return known.ready() && &known.socket() == &socket && known.route() == route; });
  return peer == peers_.end() ? nullptr : &*peer;
}

}  // namespace weir::link
