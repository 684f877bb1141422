#include "run/serial.h"

#include <poll.h>
#include <sys/prctl.h>

#include <algorithm>
#include <vector>

#include "run/clock.h"
#include "run/sleep.h"

namespace weir::run {

namespace {

/// Until one of them is due, or has new orders.
void wait_for(const std::vector<Replica*>& replicas, std::vector<pollfd>& wakers) {
  std::int64_t wake = kNever;
  wakers.clear();
  for (Replica* const replica : replicas) {
    wake = std::min(wake, replica->wake_ns());
    wakers.push_back({replica->waker().descriptor(), POLLIN, 0});
  }
  sleep_until(wake, wakers);
  for (std::size_t i = 0; i < replicas.size(); ++i) {
    if ((wakers[i].revents & POLLIN) != 0) replicas[i]->waker().rest();
  }
}

}  // namespace

void drive_in_turn(std::deque<Replica>& replicas, const std::function<void()>& ended) {
  prctl(PR_SET_NAME, "serial");
  std::vector<Replica*> going;
  for (Replica& replica : replicas) {
    replica.begin();
    replica.step_aside();
    going.push_back(&replica);
  }
  std::vector<pollfd> wakers;
  while (!going.empty()) {
    bool worked = false;
    std::erase_if(going, [&](Replica* replica) {
      const Replica::Step step = replica->go_on();
      worked = worked || step != Replica::Step::kWaits;
      if (step != Replica::Step::kEnded) {
        replica->step_aside();
        return false;
      }
      replica->end();
      ended();
      return true;
    });
    if (!worked) wait_for(going, wakers);
  }
}

}  // namespace weir::run
