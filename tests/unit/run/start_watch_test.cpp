#include "run/start_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "hand_driven_run.h"
#include "run/run_directory.h"
#include "runtime_folder.h"

namespace weir::run {
namespace {

using testing::IsEmpty;

class StartWatchTest : public testing::Test {
 protected:
  /// What is said so long after the first look.
  std::vector<std::string> lines_after(std::chrono::milliseconds time) {
    std::vector<std::string> lines;
    for (const StartWatch::Late& late : watch_.look(1 + std::chrono::nanoseconds(time).count())) {
      lines.push_back(replica_name(plan_, late.replica) + " " + late.what);
    }
    return lines;
  }

  void start(std::size_t replica) { pages_[replica].stage().heartbeat_ns.set(1); }

  RuntimeFolder runtime_;
  topology::Plan plan_ = plan_of(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}}\n"
      "consumers: {c: {type: kept, restart: {policy: never, stall_after: 2s}}}\n");
  RunDirectory directory_ = RunDirectory::create("late", std::nullopt);
  Pages pages_ = create_pages(plan_, directory_);
  StartWatch watch_{plan_, pages_};
};

TEST_F(StartWatchTest, NamesOnceWhoStartsLateAndAllThatWaitForIt) {
  start(0);
  start(1);
  EXPECT_THAT(lines_after(std::chrono::milliseconds{0}), IsEmpty());
  EXPECT_THAT(lines_after(std::chrono::milliseconds{1999}), IsEmpty());
  EXPECT_THAT(lines_after(std::chrono::milliseconds{2000}),
              testing::ElementsAre("c[0] is still starting after 2s; 'b', 'a' wait for it"));
  EXPECT_THAT(lines_after(std::chrono::milliseconds{10'000}), IsEmpty());
}

TEST_F(StartWatchTest, SaysNothingOfThoseThatHaveStarted) {
  for (const std::size_t replica : {0, 1, 2}) start(replica);
  EXPECT_THAT(lines_after(std::chrono::milliseconds{0}), IsEmpty());
  EXPECT_THAT(lines_after(std::chrono::milliseconds{60'000}), IsEmpty());
}

TEST_F(StartWatchTest, WatchesTheNextLifeAsWell) {
  for (const std::size_t replica : {0, 1, 2}) start(replica);
  lines_after(std::chrono::milliseconds{0});
  pages_[2].begin_life();
  EXPECT_THAT(lines_after(std::chrono::milliseconds{60'000}), IsEmpty());
  EXPECT_THAT(lines_after(std::chrono::milliseconds{62'000}),
              testing::ElementsAre("c[0] is still starting after 2s; 'b', 'a' wait for it"));
}

}  // namespace
}  // namespace weir::run
