#include "run/start_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "watched_run.h"

namespace weir::run {
namespace {

using std::chrono::milliseconds;
using testing::IsEmpty;

class StartWatchTest : public WatchedRun {
 protected:
  StartWatchTest() : WatchedRun("{policy: never, stall_after: 2s}") {}

  /// What is said so long after the first look.
  std::vector<std::string> lines_after(milliseconds time) {
    std::vector<std::string> lines;
    for (const StartWatch::Late& late : watch_.look(at(time))) {
      lines.push_back(replica_name(plan_, late.replica) + " " + late.what);
    }
    return lines;
  }

  void start(std::size_t replica) { moves(replica, milliseconds{0}); }

  StartWatch watch_{plan_, pages_};
};

TEST_F(StartWatchTest, NamesOnceWhoStartsLateAndAllThatWaitForIt) {
  start(0);
  start(1);
  EXPECT_THAT(lines_after(milliseconds{0}), IsEmpty());
  EXPECT_THAT(lines_after(milliseconds{1999}), IsEmpty());
  EXPECT_THAT(lines_after(milliseconds{2000}),
              testing::ElementsAre("c[0] is still starting after 2s; 'b', 'a' wait for it"));
  EXPECT_THAT(lines_after(milliseconds{10'000}), IsEmpty());
}

TEST_F(StartWatchTest, SaysNothingOfThoseThatHaveStarted) {
  for (const std::size_t replica : {0, 1, 2}) start(replica);
  EXPECT_THAT(lines_after(milliseconds{0}), IsEmpty());
  EXPECT_THAT(lines_after(milliseconds{60'000}), IsEmpty());
}

TEST_F(StartWatchTest, WatchesTheNextLifeAsWell) {
  for (const std::size_t replica : {0, 1, 2}) start(replica);
  lines_after(milliseconds{0});
  pages_[2].begin_life();
  EXPECT_THAT(lines_after(milliseconds{60'000}), IsEmpty());
  EXPECT_THAT(lines_after(milliseconds{62'000}),
              testing::ElementsAre("c[0] is still starting after 2s; 'b', 'a' wait for it"));
}

TEST_F(StartWatchTest, CountsTheNextLifeFromWhenItIsToBegin) {
  for (const std::size_t replica : {0, 1, 2}) start(replica);
  lines_after(milliseconds{0});
  pages_[2].begin_life();
  watch_.starts_at(2, at(milliseconds{30'000}));
  EXPECT_THAT(lines_after(milliseconds{31'999}), IsEmpty());
  EXPECT_THAT(lines_after(milliseconds{32'000}), testing::SizeIs(1));
}

}  // namespace
}  // namespace weir::run
