#pragma once

#include <cstdint>
#include <vector>

#include "link/batch.h"
#include "link/frame.h"
#include "link/ring.h"
#include "link/socket.h"

namespace weir::link {

/// One receiver as its sender sees it: what it was sent and has not acknowledged yet. One thread.
class Peer {
 public:
  Peer(std::uint32_t replica, SendingSocket& socket, Transport transport)
      : replica_(replica), socket_(&socket), transport_(transport) {}

  std::uint32_t replica() const { return replica_; }
  const SendingSocket& socket() const { return *socket_; }
  const Route& route() const { return route_; }

  /// Whether it has said Hello.
  bool ready() const { return credit_ > 0; }
  void greet(const Route& route, std::uint64_t credit);

  /// Records that it was sent and has not acknowledged.
  std::uint64_t outstanding() const { return outstanding_; }
  std::uint64_t credit() const { return credit_; }
  /// The same of batches that are nothing but numbers.
  std::uint64_t outstanding_gaps() const { return outstanding_gaps_; }

  /// Records and bytes that wait for `flush`.
  std::uint64_t queued_records() const { return queued_records_; }
  std::uint64_t queued_bytes() const { return queued_bytes_; }

  /// Whether so many bytes more still go into one frame with what waits.
  bool fits_frame(std::uint64_t bytes) const {
    return queued_bytes_ + bytes + (queued_.size() + 1) * kLargestHeader <= kLargestFrame;
  }

  /// Gives the batch its tag and lets it wait for `flush`.
  void enqueue(Batch& batch);

  /// Sends what waits, in one frame.
  void flush();

  /// Appends to `returned` the batches, which nobody needs any more. Throws BadFrame, and takes none of them for
  /// acknowledged, when the tags are not all of batches that it was sent and owes.
  void acknowledge(TagRun run, std::vector<Batch*>& returned);

  /// The batches take no room at the receiver any more, although it will acknowledge them later; returns how many
  /// records they are. Throws BadFrame, and frees nothing, when the tags are not all of batches that take room.
  std::uint64_t take(TagRun run);

  /// Says that nothing follows.
  void end();

  /// It knows that nothing follows, and needs nothing any more.
  void leave() { left_ = true; }
  bool has_left() const { return left_ && in_flight_.empty(); }

 private:
  /// Tags from here on were not sent yet.
  std::uint64_t next_tag() const { return first_tag_ + in_flight_.size() - queued_.size(); }
  void check_owed(TagRun run, bool taking_room);
  void free_room_of(const Batch& batch);

  std::uint32_t replica_;
  SendingSocket* socket_;
  Transport transport_;
  Route route_;
  std::uint64_t credit_ = 0;
  std::uint64_t outstanding_ = 0;
  std::uint64_t outstanding_gaps_ = 0;
  std::uint64_t queued_records_ = 0;
  std::uint64_t queued_bytes_ = 0;
  std::vector<Batch*> queued_;
  Ring<Batch*> in_flight_;  ///< the tags first_tag_, first_tag_ + 1, …; null where acknowledged
  std::uint64_t first_tag_ = 0;
  bool left_ = false;
};

}  // namespace weir::link
