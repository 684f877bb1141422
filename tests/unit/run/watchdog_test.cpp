#include "run/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "watched_run.h"

namespace weir::run {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

/// A process in the state of one that waits for a disk: it has made another and waits
/// for its end, as vfork() does.
class WaitsForNoSignal {
 public:
  WaitsForNoSignal() {
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      // vfork() itself is another call under a sanitizer.
      if (syscall(SYS_clone, CLONE_VFORK | SIGCHLD, nullptr, nullptr, nullptr, nullptr) == 0) {
        for (;;) pause();
      }
      _exit(0);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (stat().find(") D ") == std::string::npos && std::chrono::steady_clock::now() < deadline) sched_yield();
  }
  ~WaitsForNoSignal() {
    kill(-process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  WaitsForNoSignal(const WaitsForNoSignal&) = delete;
  WaitsForNoSignal& operator=(const WaitsForNoSignal&) = delete;

  pid_t process() const { return process_; }

 private:
  std::string stat() const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
    return {std::istreambuf_iterator(file), {}};
  }

  pid_t process_ = -1;
};

class WatchdogTest : public WatchedRun {
 protected:
  WatchdogTest() : WatchedRun("{stall_after: 2s}") {
    for (observe::Page& page : pages_) page.set_phase(observe::Phase::kRunning);
    for (const std::size_t replica : {0, 1, 2}) moves(replica, milliseconds{0});
  }

  std::vector<Watchdog::Stall> look(milliseconds time) { return watchdog_.look(at(time)); }

  Watchdog watchdog_{plan_, pages_};
};

TEST_F(WatchdogTest, NamesOnceWhoHasMadeNoProgress) {
  for (int time = 0; time < 2000; time += 500) EXPECT_THAT(look(milliseconds{time}), IsEmpty());
  for (const std::size_t replica : {0, 1}) moves(replica, milliseconds{1900});
  EXPECT_THAT(look(milliseconds{2000}), ElementsAre(Watchdog::Stall{2, false}));
  EXPECT_THAT(look(milliseconds{2500}), IsEmpty());
}

TEST_F(WatchdogTest, TellsThoseThatWaitForAFileFromThoseThatHang) {
  for (const std::size_t replica : {0, 1}) moves(replica, milliseconds{60'000});
  for (int time = 0; time < 2000; time += 500) EXPECT_THAT(look(milliseconds{time}), IsEmpty());
  {
    const WaitsForNoSignal waits;
    pages_[2].stage().pid.set(static_cast<std::uint64_t>(waits.process()));
    pages_[2].stage().thread.set(static_cast<std::uint64_t>(waits.process()));
    EXPECT_THAT(look(milliseconds{2000}), ElementsAre(Watchdog::Stall{2, true}));
    EXPECT_THAT(look(milliseconds{2500}), IsEmpty());
  }
  EXPECT_THAT(look(milliseconds{3000}), ElementsAre(Watchdog::Stall{2, false})) << "it waits no more, nor moves";
  EXPECT_THAT(look(milliseconds{3500}), IsEmpty());
}

TEST_F(WatchdogTest, GivesAllTheTimeInWhichItWasStoppedItself) {
  for (int time = 0; time < 1500; time += 500) EXPECT_THAT(look(milliseconds{time}), IsEmpty());
  EXPECT_THAT(look(milliseconds{60'000}), IsEmpty());
  for (const std::size_t replica : {0, 1, 2}) moves(replica, milliseconds{60'100});
  EXPECT_THAT(look(milliseconds{60'500}), IsEmpty());
}

}  // namespace
}  // namespace weir::run
