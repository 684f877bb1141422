#pragma once

#include <zmq.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "link/arrival.h"
#include "link/block_map.h"
#include "link/endpoint.h"
#include "link/frame.h"
#include "link/ring.h"
#include "link/socket.h"

namespace weir::link {

/// A sending replica as a receiver knows it beforehand.
struct Sender {
  std::uint32_t replica = 0;  ///< its number in the plan
  Endpoint endpoint;
  /// Streams that reach the receiver's stage from another sender as well get a name of their own here, so that the
  /// same number from both is not taken for a duplicate.
  std::map<std::uint32_t, std::uint32_t> renamed_streams;
};

/// Who receives.
struct ReceiverName {
  std::uint32_t replica = 0;      ///< its number in the plan
  std::uint64_t incarnation = 0;  ///< differs after a restart
  std::uint32_t index = 0;        ///< among the `replicas` of its stage
  std::uint32_t replicas = 1;
};

/// A receiver's connection to one sending replica. One thread.
class Connection {
 public:
  /// `name`: of the receiver.
  Connection(Context& context, const LinkTerms& terms, Sender sender, const ReceiverName& name);

  /// Says who is here, with how much room.
  void greet();

  /// The next batch that this sender sent; false: none now. Records are decoded into a block of `pool`.
  /// Throws BadFrame when the sender breaks the protocol.
  bool next(Arrival& arrival, RecordsPool& pool);

  /// What an earlier life of the sender sent and was not acknowledged: it comes again. Asked and forgotten.
  std::vector<Identity> take_orphans() { return std::exchange(orphans_, {}); }

  /// The batch is no longer needed; told by `flush`. Nothing happens where an earlier life of the sender sent it.
  void acknowledge(const Origin& origin);

  /// The batch takes no room here any more, although it may still be needed. Told by `flush` like an acknowledgement,
  /// which follows.
  void free_room(Origin& origin);

  /// What is not yet told of batches that take no room any more or are acknowledged; both count.
  struct ToTell {
    std::uint64_t batches = 0;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t room = 0;     ///< of so many records comes back
    std::int64_t since_ns = 0;  ///< when `let_wait` was called first; 0: never
  };
  const ToTell& to_tell() const { return to_tell_; }
  bool has_to_tell() const { return to_tell_.batches > 0 || owes_greeting_; }
  /// Whether the sender waits for it, however little it is.
  bool is_awaited() const { return owes_greeting_ || ended_; }

  /// Notes that what is to be told waits for more.
  void let_wait(std::int64_t now_ns) {
    if (to_tell_.since_ns == 0) to_tell_.since_ns = now_ns;
  }

  /// Tells of freed room and of acknowledgements, and once of blocks that are mapped. True when there was anything.
  bool flush();

  /// The sender has ended, as an earlier life of this receiver knew; so it will not say anything any more.
  void part() { ended_ = true; }
  bool has_met() const { return life_ > 0; }

  /// The sender has said that nothing follows.
  bool ended() const { return ended_; }

  /// Tells the sender that it may go.
  void farewell();

  std::uint32_t sender() const { return sender_.replica; }
  /// Counts the lives of the sender, to tell origins of earlier ones.
  std::uint32_t life() const { return life_; }

  /// As those of `ReceivingSocket`.
  bool may_have_come() const { return socket_->may_have_come(); }
  bool watch(std::vector<pollfd>& descriptors) { return socket_->watch(descriptors); }

 private:
  void begin_life(std::uint64_t incarnation);
  bool next_lent(Arrival& arrival);
  bool next_decoded(Arrival& arrival, RecordsPool& pool);
  void take_end(const v1::End& end);
  /// Throws BadFrame where the batch is not the next, or beyond the credit.
  void count_in(Arrival& arrival);
  void settle(std::uint64_t tag);
  void count_to_tell(const Origin& origin, bool gives_room_back);
  void forget_to_tell();
  std::uint32_t stream_here(std::uint32_t stream) const;

  Sender sender_;
  ReceiverName name_;
  std::uint32_t capacity_;
  std::uint32_t streams_;
  std::unique_ptr<ReceivingSocket> socket_;

  zmq::message_t frame_;                  ///< the one that is being read
  BlockMap blocks_;                       ///< of this life of the sender
  bool owes_greeting_ = false;            ///< the sender does not know that `blocks_` are mapped
  FrameReader reader_;                    ///< over `frame_` and `blocks_`, where batches are serialised
  Batch* lent_ = nullptr;                 ///< the next batch of `frame_`, where batches are handed over
  std::uint64_t sender_incarnation_ = 0;  ///< 0: the sender has not said yet
  std::uint32_t life_ = 0;                ///< how many incarnations there were
  std::uint64_t next_tag_ = 0;
  Ring<std::optional<Identity>> owed_;  ///< the batches up to `next_tag_`; empty where acknowledged
  std::vector<Identity> orphans_;
  std::uint64_t records_owed_ = 0;  ///< came, and their room has not been given back
  bool ended_ = false;

  ToTell to_tell_;
  std::vector<TagRun> acknowledged_;  ///< to be told
  std::vector<TagRun> taken_;         ///< the same
};

}  // namespace weir::link
