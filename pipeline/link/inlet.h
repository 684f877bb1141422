#pragma once

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "link/arrivals.h"
#include "link/connection.h"
#include "link/endpoint.h"
#include "link/orphans.h"
#include "link/socket.h"

namespace weir::link {

/// The receiving end of a link at one replica: all sending replicas, each on a connection of its own. It drops what
/// came twice, restores the order where the link is ordered, and gives room back.
/// One thread. The calls match   greet (greet | next | release | free_room | acknowledge | tell | flush)* farewell
class Inlet {
 public:
  /// `number`: the inlet's place among those of its replica, which `Origin` carries. `pattern`: an empty block of
  /// the link's message type.
  Inlet(Context& context, LinkTerms terms, std::uint32_t number, ReceiverName name, std::span<const Sender> senders,
        std::unique_ptr<Records> pattern);

  /// Says to all senders: here, with room. Once the stage is ready, then again and again as a heartbeat.
  void greet();

  /// The next batch to work on; null: none now. Good until `release`. Throws StageError when a sender breaks the
  /// protocol, or ends while batches before those that came are missing.
  const Arrival* next();

  /// The records of the arrival are not read any more. Only then may it be acknowledged.
  void release(const Arrival& arrival);

  /// The batch is worked off and takes no room any more, but is still needed: its acknowledgement follows.
  void free_room(Origin& origin);

  /// The batch is no longer needed. Both are told to the sender in handfuls, or by `tell` or `flush`.
  void acknowledge(const Origin& origin);

  /// Tells the senders what waits to be told. What is so little that it holds nobody up may wait a while for more: so
  /// a sender that has nothing to do is not woken for each batch.
  void tell(std::int64_t now_ns);
  /// When `tell` has to be called again, at the latest.
  std::int64_t next_telling_ns() const;

  /// Tells all of it.
  void flush();

  /// Whether anything was sent since the last call.
  bool take_told() { return std::exchange(told_, false); }

  /// The batch is done with, as an earlier life of this receiver knew: when it comes, it is a duplicate.
  void pass_over(const Identity& identity) { arrivals_.note(identity); }

  /// The batch is worked off, and those before it on an ordered link: how far each of its streams has got then, for
  /// another life of this receiver to go on from.
  void work_off(const Identity& identity) { arrivals_.work_off(identity); }
  std::vector<Arrivals::Turn> turns() const { return arrivals_.turns(); }
  void go_on_from(const Arrivals::Turn& turn) { arrivals_.go_on_from(turn); }

  /// Expects nothing more of the senders for which `has_ended(replica)` holds and which have not spoken to this life
  /// of the receiver: an earlier one had all that they sent.
  void part_from(const std::function<bool(std::uint32_t)>& has_ended);

  /// Every sender has ended, and everything that came was given out by `next`.
  bool ended() const;

  /// Tells the senders that everything is done and that they may go.
  void farewell();

  /// Whether it is worth asking `next`, as far as one can know without asking.
  bool may_have_come() const { return std::ranges::any_of(connections_, &Connection::may_have_come); }

  /// Adds what tells of all that comes from now on, once `next` has said that there is nothing. False where something
  /// is there already.
  bool watch(std::vector<pollfd>& descriptors);

  std::uint64_t duplicates() const { return duplicates_; }
  std::uint64_t redelivered() const { return redelivered_; }
  std::uint64_t bad_frames() const { return bad_frames_; }

 private:
  bool read_one();
  void take_up(Arrival& arrival);
  void tell_handful(Connection& connection);
  bool may_wait(const Connection& connection) const;

  LinkTerms terms_;
  std::uint32_t number_;
  ReceiverName name_;
  std::uint64_t handful_;  ///< records whose credit goes back at once
  std::deque<Connection> connections_;
  std::size_t asked_next_ = 0;  ///< connection
  Arrivals arrivals_;
  Orphans orphans_;
  RecordsPool pool_;
  bool told_ = false;  ///< something, since it was asked last
  std::uint64_t duplicates_ = 0;
  std::uint64_t redelivered_ = 0;
  std::uint64_t bad_frames_ = 0;
};

}  // namespace weir::link
