#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "link/batch.h"
#include "link/frame.h"
#include "link/ring.h"
#include "link/socket.h"

namespace weir::link {

/// One receiver as its sender sees it: what it was sent and has not acknowledged yet. One thread.
class Peer {
 public:
  /// `bell`: the receiver's, where it is in the same process.
  Peer(std::uint32_t replica, SendingSocket& socket, Transport transport, Bell* bell)
      : replica_(replica), socket_(&socket), transport_(transport), bell_(bell) {}

  /// Lets batches of so many bytes go through blocks of `pool`, which must outlive the peer.
  void use_blocks(BlockPool& pool, std::uint32_t least) {
    pool_ = &pool;
    least_in_blocks_ = least;
  }

  std::uint32_t replica() const { return replica_; }
  const SendingSocket& socket() const { return *socket_; }
  const Route& route() const { return route_; }

  /// Whether it has said Hello.
  bool ready() const { return credit_ > 0; }

  void greet(const Route& route, std::uint64_t incarnation, std::uint64_t credit);
  /// Whether it has mapped the blocks.
  void note_reader(bool reads) { reads_blocks_ = reads && pool_ != nullptr; }
  bool reads_blocks() const { return reads_blocks_; }
  /// Says to it who sends.
  void welcome(std::uint64_t incarnation) { send(welcome_frame(incarnation)); }

  /// Which of its lives said Hello last.
  std::uint64_t incarnation() const { return incarnation_; }

  /// It has been started anew: what it was sent and has not acknowledged waits to be sent again.
  void begin_life();

  /// It has ended, as an earlier life of this sender had heard. What it was sent waits as after `begin_life`, for the
  /// sender to give it up.
  void part();
  bool has_parted() const { return parted_; }

  /// Whether an earlier life of it had this route.
  bool had(const Route& route) const { return std::ranges::find(former_routes_, route) != former_routes_.end(); }

  /// The next batch to be sent again; null: none.
  Batch* next_again() { return again_.empty() ? nullptr : again_.front(); }
  void pop_again() { again_.pop_front(); }
  /// Lets a batch wait behind those that are to be sent again.
  void push_again(Batch& batch) { again_.push_back(&batch); }
  bool comes_again() const { return !again_.empty(); }
  std::size_t to_come_again() const { return again_.size(); }

  /// Records that it was sent and that take room there.
  std::uint64_t outstanding() const { return outstanding_; }
  std::uint64_t credit() const { return credit_; }
  /// The same of batches that are nothing but numbers.
  std::uint64_t outstanding_gaps() const { return outstanding_gaps_; }
  /// Records that it was sent and has not acknowledged.
  std::uint64_t held() const { return held_; }

  /// Batches since the oldest that it owes an acknowledgement of.
  std::uint64_t owed() const { return in_flight_.size(); }

  /// Records and bytes that wait for `flush`.
  std::uint64_t queued_records() const { return queued_records_; }
  std::uint64_t queued_bytes() const { return queued_bytes_; }

  /// Whether so many bytes more still go into one frame with what waits.
  bool fits_frame(std::uint64_t bytes) const {
    return queued_bytes_ + bytes + (queued_.size() + 1) * kLargestHeader <= kLargestFrame;
  }

  /// Whether the batch goes into blocks, of which there are none before others come back.
  bool waits_for_blocks(const Batch& batch) const { return uses_blocks(batch) && pool_->is_full_for(batch.bytes); }

  /// Gives the batch its tag, and blocks where it is worth it, and lets it wait for `flush`.
  void enqueue(Batch& batch);

  /// Sends what waits, in one frame.
  void flush();

  /// Appends to `returned` the batches, which nobody needs any more. Throws BadFrame, and takes none of them for
  /// acknowledged, when the tags are not all of batches that it was sent and owes.
  void acknowledge(TagRun run, std::vector<Batch*>& returned);

  /// The batches take no room at the receiver any more, although it will acknowledge them later; returns how many
  /// records they are. Throws BadFrame, and frees nothing, when the tags are not all of batches that take room.
  std::uint64_t free_room(TagRun run);

  /// Says that nothing follows.
  void end();
  bool knows_end() const { return knows_end_; }

  /// It knows that nothing follows, and needs nothing any more.
  void leave() { left_ = true; }
  bool has_left() const { return left_ && in_flight_.empty() && again_.empty(); }

 private:
  void send(zmq::message_t frame) { socket_->send(route_, std::move(frame), bell_); }
  /// Tags from here on were not sent yet.
  std::uint64_t next_tag() const { return first_tag_ + in_flight_.size() - queued_.size(); }
  /// Throws BadFrame where not all of them were sent and are owed.
  void check_owed(TagRun run);
  void free_room_of(Batch& batch);
  bool uses_blocks(const Batch& batch) const;
  void give_back_blocks(Batch& batch);

  std::uint32_t replica_;
  SendingSocket* socket_;
  Transport transport_;
  Bell* bell_;
  BlockPool* pool_ = nullptr;
  std::uint32_t least_in_blocks_ = 0;
  bool reads_blocks_ = false;
  Route route_;
  std::uint64_t incarnation_ = 0;
  std::uint64_t credit_ = 0;
  std::uint64_t outstanding_ = 0;
  std::uint64_t outstanding_gaps_ = 0;
  std::uint64_t held_ = 0;
  std::uint64_t queued_records_ = 0;
  std::uint64_t queued_bytes_ = 0;
  std::vector<Batch*> queued_;
  Ring<Batch*> in_flight_;  ///< the tags first_tag_, first_tag_ + 1, …; null where acknowledged
  std::uint64_t first_tag_ = 0;
  Ring<Batch*> again_;  ///< sent to an earlier life of it
  std::vector<Route> former_routes_;
  bool knows_end_ = false;
  bool left_ = false;
  bool parted_ = false;
};

}  // namespace weir::link
