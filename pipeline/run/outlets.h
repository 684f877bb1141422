#pragma once

#include <poll.h>

#include <deque>
#include <memory>
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
  Outlets(link::Context& context, const ReplicaWiring& wiring, std::unique_ptr<Records> pattern, observe::Page& page);

  bool ready() const;
  bool has_room() const;

  /// An empty answer to be filled.
  link::Answer& open() { return pool_.take(); }

  /// Sends a filled answer into every link. Counts its records.
  void offer(link::Answer& answer);

  bool flush();
  void end();
  bool finished() const;

  /// Hears the receivers. Calls `acknowledge(origin)` for each batch whose answer nobody needs any more, and
  /// `set_aside(origin)` for each whose answer waits with all who need it; true when there was anything to hear.
  template <class Acknowledge, class SetAside>
  bool receive(Acknowledge&& acknowledge, SetAside&& set_aside) {
    bool heard = false;
    for (link::Outlet& outlet : outlets_) heard = outlet.receive(news_) || heard;
    for (link::Answer* answer : news_.aside) {
      if (answer->holders > 0) set_aside(answer->origin);
    }
    for (link::Answer* answer : news_.settled) {
      if (answer->has_origin) acknowledge(answer->origin);
      pool_.release(*answer);
    }
    news_.aside.clear();
    news_.settled.clear();
    return heard;
  }

  /// Brings the page up to what the links have counted.
  void publish();

  void add_descriptors(std::vector<pollfd>& descriptors) const;

 private:
  link::AnswerPool pool_;
  std::deque<link::Outlet> outlets_;
  link::Outlet::News news_;
  observe::Page& page_;
};

}  // namespace weir::run
