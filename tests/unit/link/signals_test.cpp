#include <gtest/gtest.h>
#include <signal.h>
#include <sys/time.h>

#include "link_under_test.h"

namespace weir::link {
namespace {

/// Signals that the program handles, as a profiler's are, all the time and as fast as they can come.
class ManySignals {
 public:
  ManySignals() {
    struct sigaction handler {};
    handler.sa_handler = [](int) {};  // without SA_RESTART: what waits is interrupted
    sigaction(SIGALRM, &handler, &before_);
    constexpr timeval kOften{.tv_sec = 0, .tv_usec = 20};
    constexpr itimerval kTimer{.it_interval = kOften, .it_value = kOften};
    setitimer(ITIMER_REAL, &kTimer, nullptr);
  }
  ManySignals(const ManySignals&) = delete;
  ManySignals& operator=(const ManySignals&) = delete;
  ~ManySignals() {
    constexpr itimerval kNever{};
    setitimer(ITIMER_REAL, &kNever, nullptr);
    sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  struct sigaction before_ {};
};

class Signals : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Signals, testing::ValuesIn(kWays), way_name);

TEST_P(Signals, ComeBetweenTheCallsOfALinkAndBreakNothing) {
  LinkUnderTest link(terms(64), transport());
  link.greet();
  {
    const ManySignals signals;
    for (int turn = 0; turn < 1'000; ++turn) {
      if (link.outlet().has_room()) link.sender().offer_numbers(1);
      link.turn();
    }
  }
  link.finish();
  EXPECT_EQ(link.receiver().values, first_numbers(static_cast<std::size_t>(link.sender().next_value)));
}

}  // namespace
}  // namespace weir::link
