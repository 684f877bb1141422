#pragma once

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "link/inlet.h"
#include "observe/page.h"
#include "run/wiring.h"

namespace weir::run {

/// The receiving ends of one replica, served in turn. One thread.
class Inlets {
 public:
  /// `page` must outlive this.
  Inlets(link::Context& context, const ReplicaWiring& wiring, const link::ReceiverName& name, const Catalog& catalog,
         const topology::Plan& plan, observe::Page& page);

  /// Greets all senders when it is time to.
  void greet(std::int64_t now);
  bool greeted() const { return next_greeting_ns_ > 0; }
  /// When `greet` wants to be called again.
  std::int64_t next_greeting_ns() const { return next_greeting_ns_; }

  /// The next batch from any link; null: none now. Records its latency. Good until the next call; its records until
  /// `release`.
  const link::Arrival* next(std::int64_t now);

  /// Counts that the stage has taken in the arrival, `rejected` records excepted.
  void count(const link::Arrival& arrival, std::uint64_t rejected);
  /// The records of the arrival are not read any more. Only then may it be acknowledged.
  void release(const link::Arrival& arrival) { inlets_[arrival.origin.inlet].release(arrival); }

  void acknowledge(const link::Origin& origin) { inlets_[origin.inlet].acknowledge(origin); }
  void free_room(link::Origin& origin) { inlets_[origin.inlet].free_room(origin); }
  /// Tells the senders now and then, where there is always something to do and so never a `flush`: what one of them
  /// waits for must not wait for what another one sends.
  void tell(std::int64_t now);
  /// The same before a wait, whenever that is. True when anything was sent since the last call.
  bool flush(std::int64_t now);
  /// When `flush` has to be called again, at the latest.
  std::int64_t next_telling_ns() const;
  /// An earlier life of the replica is done with the batch: when it comes again, it is only acknowledged.
  void pass_over(const link::Identity& identity);
  void part_from(const std::function<bool(std::uint32_t)>& has_ended);
  bool ended() const;
  void farewell();

  /// How far the streams of ordered links have got, as `go_on_from` reads it. Good until the next call.
  std::string_view turns();
  void go_on_from(std::string_view turns);

  void publish();

  /// As those of `link::Inlet`, for all links.
  bool may_have_come() const { return std::ranges::any_of(inlets_, &link::Inlet::may_have_come); }
  bool watch(std::vector<pollfd>& descriptors);

 private:
  /// What earlier lives had counted on one link.
  struct Before {
    std::uint64_t redelivered = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t bad_frames = 0;
  };

  std::deque<link::Inlet> inlets_;
  std::vector<Before> before_;
  std::string turns_;
  std::size_t asked_next_ = 0;
  std::int64_t next_greeting_ns_ = 0;
  std::int64_t next_telling_ns_ = 0;
  observe::Page& page_;
};

}  // namespace weir::run
