#include "run/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "hand_driven_run.h"
#include "run/run_directory.h"
#include "runtime_folder.h"

namespace weir::run {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// A process in the state of one that waits for a disk: it has made another by vfork(), which ends only with it.
class WaitsForNoSignal {
 public:
  WaitsForNoSignal() {
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      if (vfork() == 0) {
        for (;;) pause();
      }
      _exit(0);
    }
    while (stat().find(") D ") == std::string::npos) sched_yield();
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

class WatchdogTest : public testing::Test {
 protected:
  WatchdogTest() {
    for (std::size_t replica = 0; replica < pages_.size(); ++replica)
      pages_[replica].set_phase(observe::Phase::kRunning);
    moves({0, 1, 2}, milliseconds{0});
  }

  static std::int64_t at(milliseconds time) { return 1 + std::chrono::nanoseconds(time).count(); }

  void moves(const std::vector<std::size_t>& replicas, milliseconds time) {
    for (const std::size_t replica : replicas) {
      pages_[replica].stage().heartbeat_ns.set(static_cast<std::uint64_t>(at(time)));
    }
  }

  std::vector<std::size_t> look(milliseconds time) { return watchdog_.look(at(time)); }

  RuntimeFolder runtime_;
  topology::Plan plan_ = plan_of(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}}\n"
      "consumers: {c: {type: kept, restart: {stall_after: 2s}}}\n");
  RunDirectory directory_ = RunDirectory::create("stalled", std::nullopt);
  Pages pages_ = create_pages(plan_, directory_);
  Watchdog watchdog_{plan_, pages_};
};

TEST_F(WatchdogTest, NamesOnceWhoHasMadeNoProgress) {
  for (int time = 0; time < 2000; time += 500) EXPECT_THAT(look(milliseconds{time}), IsEmpty());
  moves({0, 1}, milliseconds{1900});
  EXPECT_THAT(look(milliseconds{2000}), ElementsAre(2));
  EXPECT_THAT(look(milliseconds{2500}), IsEmpty());
}

TEST_F(WatchdogTest, LetsAStageWaitForADiskAsLongAsThatTakes) {
  const WaitsForNoSignal waits;
  pages_[1].stage().pid.set(static_cast<std::uint64_t>(waits.process()));
  pages_[1].stage().thread.set(static_cast<std::uint64_t>(waits.process()));
  for (int time = 0; time < 10'000; time += 500) EXPECT_THAT(look(milliseconds{time}), Not(Contains(1)));
  EXPECT_THAT(look(milliseconds{10'000}), IsEmpty());
}

TEST_F(WatchdogTest, GivesAllTheTimeInWhichItWasStoppedItself) {
  for (int time = 0; time < 1500; time += 500) EXPECT_THAT(look(milliseconds{time}), IsEmpty());
  EXPECT_THAT(look(milliseconds{60'000}), IsEmpty());
  moves({0, 1, 2}, milliseconds{60'100});
  EXPECT_THAT(look(milliseconds{60'500}), IsEmpty());
}

}  // namespace
}  // namespace weir::run
