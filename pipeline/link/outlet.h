#pragma once

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "link/batch.h"
#include "link/block_pool.h"
#include "link/endpoint.h"
#include "link/peer.h"
#include "link/ring.h"
#include "link/socket.h"

namespace weir::link {

/// A receiving replica, and where the sender waits for it.
struct Receiver {
  std::uint32_t replica = 0;  ///< its number in the plan
  Endpoint endpoint;
};

/// The sending end of a link at one replica. It cuts answers into batches, gives each batch to the receiver with the
/// least to do, keeps within the capacity, and holds on to everything until it is acknowledged.
/// One thread. The calls match   (offer | flush | receive)* end (flush | receive)*   ; offers only once it is `ready`.
class Outlet {
 public:
  /// `incarnation`: differs after a restart; not 0.
  Outlet(Context& context, LinkTerms terms, std::span<const Receiver> receivers, std::uint64_t incarnation);

  /// The blocks of shared memory for receivers in other processes; null where there are none.
  const BlockPool* blocks() const { return blocks_.get(); }
  /// Whether every receiver reads them.
  bool shares_blocks() const { return std::ranges::all_of(peers_, &Peer::reads_blocks); }

  /// All receivers have said Hello.
  bool ready() const;

  /// Whether the link can take another answer. Always so where it drops what finds no room.
  bool has_room() const;

  /// Records that would be sent at once, were all receivers alike.
  std::uint64_t room() const;

  /// Takes the records of an answer, or what the link's policy leaves of them. While a batch of it is under way
  /// the answer counts a holder more. Throws StageError when the link is full and must not be, or a record is
  /// larger than any frame.
  void offer(Answer& answer);

  /// Sends what waits and has room. True when anything was sent or given up since the last call, be it by `offer`: then
  /// `receive` has to be called before anyone waits, for a send may use up the event that tells of what came in, and
  /// none tells of what was given up.
  bool flush();

  /// Hears the receivers and appends the answers that nobody holds any more; true when there was anything to hear.
  bool receive(std::vector<Answer*>& settled);

  /// Counts on from what an earlier life of this sender had counted.
  void count_on_from(std::uint64_t accepted, std::uint64_t dropped, std::uint64_t bad_frames) {
    accepted_ = accepted;
    dropped_ = dropped;
    bad_frames_ = bad_frames;
  }

  /// Expects nothing more of the receivers for which `has_ended(replica)` holds: they have had all that they need.
  void part_from(const std::function<bool(std::uint32_t)>& has_ended);

  /// Nothing more is offered: the receivers are told behind the last batch.
  void end() { ending_ = true; }

  /// Everything is acknowledged and every receiver knows that nothing follows.
  bool finished() const;

  /// A sequence of which more parts are to come, and the number of the next one.
  struct OpenParts {
    std::uint32_t stream = 0;
    std::uint32_t next_part = 0;
    std::uint64_t sequence = 0;
  };
  std::vector<OpenParts> open_parts() const;
  /// An earlier life of the sender had got so far, and will not answer again what it numbered.
  void go_on_from(const OpenParts& parts) { open_[{parts.stream, parts.sequence}].next_part = parts.next_part; }

  /// Whether it is worth calling `receive`, as far as one can know without asking.
  bool may_have_come() const {
    return std::ranges::any_of(sockets_, [](const auto& socket) { return socket->may_have_come(); });
  }

  /// Adds what tells of all that comes from now on, once `receive` has said that there is nothing. False where
  /// something is there already.
  bool watch(std::vector<pollfd>& descriptors);

  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t bad_frames() const { return bad_frames_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  /// A sequence of which not all parts have been sent: they go to the same receiver, in order.
  struct OpenSequence {
    std::uint32_t next_part = 0;
    Peer* peer = nullptr;
  };
  using SequenceKey = std::pair<std::uint32_t, std::uint64_t>;  // stream, sequence

  Batch& new_batch(const Identity& identity, std::int64_t created_ns, std::int64_t sent_ns);
  void hold(Batch& batch, Answer& answer);
  /// Nobody needs the batch any more.
  void recycle(Batch& batch);

  void cut(Answer& answer);
  Range next_cut(const Records& records, std::size_t first, std::size_t& bytes) const;
  /// What the records take as they travel: serialised, or where nothing is, in memory.
  std::size_t size_of(const Records& records, Range range) const;
  /// The answer's numbers travel on without records. `holder`: the answer, where its origin has to wait for that.
  void add_gap(const Answer& answer, Answer* holder);
  /// The next gap to send, of one number only where the receivers take turns.
  Batch& take_gap();
  bool deals_in_turn() const { return terms_.ordered && peers_.size() > 1; }

  void drop_newest();
  void drop_oldest();
  /// Drops the records of the batch that waits longest; its number travels on without them.
  void drop_oldest_waiting();
  void shorten(Batch& batch, Range range);

  void dispatch_again();
  void dispatch_waiting();
  void dispatch_gaps();
  void dispatch(Batch& batch, Peer& peer);
  /// Who is to have the batch, whether or not there is room for it now.
  Peer& receiver_for(const Batch& batch);
  /// Records that may be sent there now.
  std::uint64_t room_at(const Peer& peer) const;
  /// The same of records that were not sent before: they go behind those that come again.
  std::uint64_t room_for_new_at(const Peer& peer) const { return peer.comes_again() ? 0 : room_at(peer); }
  /// Whether the batch waits for blocks. A link that drops or fails does so by its capacity alone, so there no batch
  /// waits.
  bool waits_for_blocks(const Batch& batch, const Peer& peer) const;
  void say_end();

  void hear(SendingSocket& socket, const SendingSocket::Heard& heard);
  void take_back_returned();
  void greet(SendingSocket& socket, const Route& route, const v1::Hello& hello);
  Peer* speaker(const SendingSocket& socket, const Route& route);

  LinkTerms terms_;
  std::uint64_t incarnation_;
  bool drops_;  ///< what finds no room
  /// A frame goes when it has so much, or at the end of a turn.
  std::uint64_t frame_records_;
  std::uint64_t frame_bytes_;
  bool serialises_ = false;  ///< for some receiver
  std::vector<std::unique_ptr<SendingSocket>> sockets_;
  std::unique_ptr<BlockPool> blocks_;
  std::vector<Peer> peers_;

  Ring<Batch*> waiting_;  ///< cut and not yet sent, in order
  Ring<Batch*> gaps_;     ///< numbers without records, not yet sent; neighbours are one
  std::map<SequenceKey, OpenSequence> open_;
  std::uint64_t waiting_records_ = 0;
  std::uint64_t in_flight_records_ = 0;  ///< sent, and they take room
  std::uint64_t held_records_ = 0;       ///< sent, and not acknowledged
  bool ending_ = false;
  bool moved_ = false;  ///< something was sent or given up since the last `flush`

  std::deque<Batch> batches_;
  std::vector<Batch*> free_batches_;
  std::vector<Batch*> returned_;
  std::vector<Answer*> settled_;  ///< handed out by the next `receive`

  std::uint64_t accepted_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t bad_frames_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace weir::link
