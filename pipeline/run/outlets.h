#pragma once

#include <poll.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "link/answer_pool.h"
#include "link/outlet.h"
#include "observe/page.h"
#include "run/wiring.h"

namespace weir::run {

/// The sending ends of one replica: every answer goes into each of them. One thread.
class Outlets {
 public:
  /// `page` must outlive this.
  Outlets(link::Context& context, const ReplicaWiring& wiring, std::unique_ptr<Records> pattern,
          std::uint64_t incarnation, observe::Page& page);

  bool ready() const;
  bool has_room() const;

  /// An empty answer to be filled.
  link::Answer& open() { return pool_.take(); }

  /// The open answer will never be offered.
  void discard(link::Answer& answer) { pool_.release(answer); }

  /// Counts the records of a filled answer, unless an earlier life has.
  void count(const link::Answer& answer);

  /// Sends it into every link.
  void offer(link::Answer& answer);

  /// Records for which every link has room.
  std::uint64_t room() const;

  /// As `link::Outlet::flush`, of all links.
  bool flush();
  void end();
  void part_from(const std::function<bool(std::uint32_t)>& has_ended);
  bool finished() const;

  /// Hears the receivers. Calls `settle(answer)` for each answer that nobody needs any more; true when there was
  /// anything to hear.
  template <class Settle>
  bool receive(Settle&& settle) {
    bool heard = false;
    for (link::Outlet& outlet : outlets_) heard = outlet.receive(settled_) || heard;
    for (link::Answer* answer : settled_) {
      settle(*answer);
      pool_.release(*answer);
    }
    settled_.clear();
    return heard;
  }

  /// How the parts of what is still open are numbered, for another life that goes on from here. Good until the next
  /// call.
  std::string_view open_parts();
  void go_on_from(std::string_view open_parts);

  /// Brings the page up to what the links have counted.
  void publish();

  /// As those of `link::Outlet`, for all links.
  bool may_have_come() const { return std::ranges::any_of(outlets_, &link::Outlet::may_have_come); }
  bool watch(std::vector<pollfd>& descriptors);

 private:
  link::AnswerPool pool_;
  std::deque<link::Outlet> outlets_;
  std::vector<link::Answer*> settled_;  ///< for the next `receive`: nobody needs them any more
  std::uint64_t bytes_before_;          ///< sent by earlier lives
  observe::Page& page_;
  std::string open_parts_;  ///< kept for its memory
};

}  // namespace weir::run
