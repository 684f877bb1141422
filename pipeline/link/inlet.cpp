#include "link/inlet.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace weir::link {

namespace {

constexpr std::int64_t kLongestWaitNs = 10'000'000;  // of what is to be told
constexpr std::uint64_t kMostBatchesMayWait = 16;
constexpr std::uint64_t kMostBytesMayWait = 64 * 1024;  // they keep memory of the sender

}  // namespace

Inlet::Inlet(Context& context, LinkTerms terms, std::uint32_t number, ReceiverName name,
             std::span<const Sender> senders, std::unique_ptr<Records> pattern)
    : terms_(std::move(terms)),
      number_(number),
      name_(name),
      // Half of what this replica's share of a sender's window is: one by one would cost a context switch a batch.
      handful_(std::max<std::uint64_t>(1, terms_.window() / 2 / name.replicas)),
      arrivals_(terms_.ordered, name.index, name.replicas),
      pool_(std::move(pattern)) {
  for (const Sender& sender : senders) connections_.emplace_back(context, terms_, sender, name_);
}

void Inlet::greet() {
  for (Connection& connection : connections_) connection.greet();
  told_ = true;
}

const Arrival* Inlet::next() {
  for (;;) {
    if (const Arrival* arrival = arrivals_.next()) return arrival;
    if (!read_one()) return nullptr;
  }
}

bool Inlet::read_one() {
  Arrival arrival;
  for (std::size_t asked = 0; asked < connections_.size(); ++asked) {
    const std::size_t index = asked_next_;
    Connection& connection = connections_[index];
    asked_next_ = (asked_next_ + 1) % connections_.size();
    bool came = false;
    try {
      came = connection.next(arrival, pool_);
    } catch (const BadFrame& problem) {
      ++bad_frames_;
      throw StageError("link '" + terms_.name + "': the sender sent " + problem.what());
    }
    for (const Identity& orphan : connection.take_orphans()) orphans_.add(orphan);
    if (!came) continue;
    arrival.origin.inlet = number_;
    arrival.origin.connection = static_cast<std::uint32_t>(index);
    take_up(arrival);
    return true;
  }
  if (arrivals_.has_early() && std::ranges::all_of(connections_, &Connection::ended)) {
    throw StageError("link '" + terms_.name + "': batches are missing although every sender has ended");
  }
  return false;
}

void Inlet::take_up(Arrival& arrival) {
  if (arrival.again) redelivered_ += arrival.range.count;
  // What came of the sequence before is followed by the mark, as its last part.
  if (arrival.lost > 0) arrival.identity.part = arrivals_.next_part(arrival.identity);
  if (arrival.is_gap()) arrivals_.note_gap(arrival.identity);
  if (arrival.is_gap() || arrivals_.note(arrival.identity)) {
    // What it waits for may stand behind it at the same sender, who must have room to send that.
    if (arrivals_.is_early(arrival.identity)) free_room(arrival.origin);
    return arrivals_.put(arrival);
  }
  duplicates_ += arrival.range.count;
  release(arrival);
  if (!orphans_.has(arrival.identity)) return acknowledge(arrival.origin);
  free_room(arrival.origin);
  orphans_.adopt(arrival.origin);
}

void Inlet::release(const Arrival& arrival) {
  if (arrival.owned != nullptr) pool_.give_back(*arrival.owned);
}

void Inlet::free_room(Origin& origin) {
  Connection& connection = connections_[origin.connection];
  connection.free_room(origin);
  tell_handful(connection);
}

void Inlet::acknowledge(const Origin& origin) {
  Connection& connection = connections_[origin.connection];
  if (origin.life != connection.life()) {
    if (const auto heir = orphans_.settle(origin.identity)) acknowledge(*heir);
    return;
  }
  connection.acknowledge(origin);
  tell_handful(connection);
}

void Inlet::tell_handful(Connection& connection) {
  if (connection.to_tell().room >= handful_) told_ = connection.flush() || told_;
}

bool Inlet::may_wait(const Connection& connection) const {
  const Connection::ToTell& to_tell = connection.to_tell();
  return terms_.most_untold > 0 && !connection.is_awaited() && to_tell.records <= terms_.most_untold &&
         to_tell.batches <= kMostBatchesMayWait && to_tell.bytes <= kMostBytesMayWait;
}

void Inlet::tell(std::int64_t now_ns) {
  for (Connection& connection : connections_) {
    if (!connection.has_to_tell()) continue;
    const std::int64_t since = connection.to_tell().since_ns;
    if (may_wait(connection) && (since == 0 || now_ns - since < kLongestWaitNs)) {
      connection.let_wait(now_ns);
    } else {
      told_ = connection.flush() || told_;
    }
  }
}

std::int64_t Inlet::next_telling_ns() const {
  std::int64_t next = std::numeric_limits<std::int64_t>::max();
  for (const Connection& connection : connections_) {
    const std::int64_t since = connection.to_tell().since_ns;
    if (since > 0) next = std::min(next, since + kLongestWaitNs);
  }
  return next;
}

void Inlet::flush() {
  for (Connection& connection : connections_) told_ = connection.flush() || told_;
}

void Inlet::part_from(const std::function<bool(std::uint32_t)>& has_ended) {
  for (Connection& connection : connections_) {
    if (!connection.has_met() && !connection.ended() && has_ended(connection.sender())) connection.part();
  }
}

bool Inlet::ended() const { return arrivals_.empty() && std::ranges::all_of(connections_, &Connection::ended); }

void Inlet::farewell() {
  for (Connection& connection : connections_) connection.farewell();
}

bool Inlet::watch(std::vector<pollfd>& descriptors) {
  return std::ranges::all_of(connections_, [&](Connection& connection) { return connection.watch(descriptors); });
}

}  // namespace weir::link
