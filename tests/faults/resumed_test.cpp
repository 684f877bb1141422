#include <gmock/gmock.h>

#include <csignal>

#include "launcher_kills.h"
#include "support/fault_rounds.h"
#include "support/pipelines.h"

// Runs whose launcher was killed, and that are taken up: they go on as if nothing had been.
namespace weir {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kRecords = a_fifth_if_sanitized(1'000'000);

const std::string kSquaresIntoAFile = R"(version: 1
name: squares
delivery: effectively_once
limit: )" + std::to_string(kRecords) + R"(
producers: {a: {type: counter}}
transformers: {t1: {type: square}}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}}}
)";

const std::string kSumOfSquares = R"(version: 1
name: squares
limit: )" + std::to_string(2 * kRecords) +
                                  R"(
topology: processes
producers: {a: {type: counter}}
transformers: {t1: {type: square}, t2: {type: identity}}
consumers: {z: {type: sum}}
)";

class Resumed : public LauncherKills {
 protected:
  /// A run that was killed while records were on their way.
  std::string killed_run(std::vector<std::string> arguments) {
    Child child = start_run(std::move(arguments));
    EXPECT_TRUE(eventually([&] { return has_begun(directory()) && processes().size() >= 1; })) << child.err();
    kill_launcher(child);
    return directory();
  }

  void expect_nothing_taken_up(const std::string& directory, int exit_code, const std::string& why) {
    Command command = this->command({"resume", directory});
    command.out_file = scratch("resume.out");  // that of the run itself may be growing
    command.err_file = scratch("resume.err");
    const Ended ended = Child(std::move(command)).wait();
    EXPECT_EQ(ended.exit_code, exit_code) << ended;
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
};

class ResumedInEachTopology : public Resumed, public ::testing::WithParamInterface<std::string> {};

TEST_P(ResumedInEachTopology, ARunOfEffectivelyOnceLeavesTheFileOfAnUndisturbedOne) {
  const std::string file = write("squares.yaml", kSquaresIntoAFile);
  environment_["OUT"] = scratch("undisturbed").string();
  expect_good_end(run({file, "--topology", GetParam()}));
  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    const std::filesystem::path output = scratch("disturbed" + std::to_string(round));
    environment_["OUT"] = output.string();
    const EndedRun disturbed = run_through_kills({file, "--topology", GetParam()}, 8, round);
    expect_good_end(disturbed);
    EXPECT_TRUE(content_of(output) == content_of(scratch("undisturbed")));
    std::filesystem::remove(output);
  }
}

TEST_P(ResumedInEachTopology, NoOtherRunReplacesWhatItHadBegunToWrite) {
  environment_["OUT"] = scratch("out").string();
  const std::string file = write("squares.yaml", kSquaresIntoAFile);
  const std::string left = killed_run({file, "--topology", GetParam(), "--limit", std::to_string(3 * kRecords)});
  ASSERT_TRUE(eventually([&] { return processes().empty(); }));  // the run is alive until its orphans have ended
  expect_failure(weir({"run", file, "--limit", "10"}), "is begun by a run that is dead; 'weir resume " + left + "'");
  Child child = start_resume(left);
  expect_good_end(wait_for(child));
  EXPECT_EQ(std::ranges::count(content_of(scratch("out")), '\n'), 3 * kRecords + 1);
}

TEST_P(ResumedInEachTopology, AFailedRunInAPlaceOfTheUsersGoesOn) {
  const std::string file = write("squares.yaml", kSquaresIntoAFile);
  const std::string in_the_way = write("missing", "a file where the folder of the output should be");
  environment_["OUT"] = scratch("missing/out").string();
  const std::string place = scratch("place").string();
  expect_failure(run({file, "--topology", GetParam(), "--run-dir", place}), "weir resume " + place);
  std::filesystem::remove(in_the_way);
  Child child = start_resume(place);
  expect_good_end(wait_for(child));
  EXPECT_EQ(std::ranges::count(content_of(scratch("missing/out")), '\n'), kRecords + 1);
  EXPECT_FALSE(std::filesystem::exists(place));
}

INSTANTIATE_TEST_SUITE_P(, ResumedInEachTopology, topologies(), name_of_topology);

TEST_F(Resumed, ARunOfProcessesUnderAtLeastOnceLosesNothing) {
  const std::string file = write("sum.yaml", kSumOfSquares);
  const Json undisturbed = results_of(run({file}).report, "z");
  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    const EndedRun disturbed = run_through_kills({file}, 6, round);
    expect_good_end(disturbed);
    EXPECT_EQ(results_of(disturbed.report, "z"), undisturbed);
  }
}

TEST_F(Resumed, AFinishedRunIsLeftAlone) {
  const std::string place = scratch("place").string();
  expect_good_end(run({write("sum.yaml", kSumOfSquares), "--limit", "10", "--run-dir", place}));
  expect_nothing_taken_up(place, 0,
                          "nothing to resume: no run in '" + place +
                              "'; either it ended and has removed its directory, or it is in another");
}

TEST_F(Resumed, ARunThatIsAliveIsLeftAlone) {
  Child child = start_run({write("endless.yaml", kEndless), "--topology", "processes"});
  ASSERT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
  expect_nothing_taken_up(directory(), 1, "its run is alive");
  child.signal(SIGINT);
  expect_good_end(wait_for(child), "stopped");
}

TEST_F(Resumed, OneThatEndedByPoisonGoesOnWithoutItWhereThatIsWantedNow) {
  const std::string slow = R"(version: 1
limit: 1
producers: {numbers: {type: counter}}
transformers: {slow: {type: delay, with: {each: 1min}, restart: {stall_after: 100ms}, on_poison: stop}}
consumers: {seen: {type: count}}
)";
  const std::string place = scratch("place").string();
  Command command = this->command({"run", write("slow.yaml", slow), "--topology", "processes", "--run-dir", place});
  command.folder = scratch(".");  // where what is poison is written to
  expect_failure(Child(std::move(command)).wait(), "set 'on_poison: skip', and it goes on without them");
  std::string changed = slow;
  changed.replace(changed.find("on_poison: stop"), 15, "on_poison: skip");
  write("slow.yaml", changed);
  command = this->command({"resume", place, "--report", scratch("report.json").string()});
  command.folder = scratch(".");
  Child child(std::move(command));
  const EndedRun run = wait_for(child);
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_EQ(results_of(run.report, "seen")["count"], 0);
  EXPECT_EQ(named(run.report["stages"], "slow")["rejected"], 1);
}

TEST_F(Resumed, AChangedConfigurationIsRefusedWithWhatIsDifferent) {
  const std::string file = write("endless.yaml", kEndless);
  const std::string left = killed_run({file, "--topology", "processes"});
  std::string changed = kEndless;
  changed.replace(changed.find("capacity: 1024"), 14, "capacity: 2048");
  write("endless.yaml", changed);
  expect_nothing_taken_up(left, 78, "'queues.copies.capacity' was 1024 and is 2048 now (" + file + ":15:");
  write("endless.yaml", "version: 1\n");
  expect_nothing_taken_up(left, 78, "no producer");
  EXPECT_TRUE(has_begun(left));
  write("endless.yaml", kEndless + "# the same with a comment\n");
  Child child = start_resume(left);
  ASSERT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
  child.signal(SIGINT);
  expect_good_end(wait_for(child), "stopped");
}

TEST_F(Resumed, AChangedEnvironmentIsRefused) {
  environment_["OUT"] = scratch("out").string();
  const std::string left =
      killed_run({write("squares.yaml", kSquaresIntoAFile), "--topology", "processes", "--limit", "100M"});
  environment_["OUT"] = scratch("other").string();
  expect_nothing_taken_up(left, 78, "'consumers.z.with.path' was " + scratch("out").string());
  weir({"clean"});
}

TEST_F(Resumed, WhatKeepsNothingIsRefused) {
  const std::string file = write("endless.yaml", kEndless);
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--topology", "threads"}, "threads keep something only under 'delivery: effectively_once'"},
      {{"--topology", "processes", "--set", "delivery=at_most_once"}, "'delivery: at_most_once' keeps nothing"},
      {{"--topology", "processes", "--set", "consumers.total.restart=never"}, "'total' must not be started again"}};
  for (const auto& [flags, why] : cases) {
    std::vector<std::string> arguments{file};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    expect_nothing_taken_up(killed_run(arguments), 1, why);
    weir({"clean"});
  }
}

TEST_F(Resumed, WhatIsNoRunIsRefused) {
  std::filesystem::create_directory(scratch("mine"));
  std::filesystem::permissions(scratch("mine"), std::filesystem::perms{0700});
  write("mine/kept", "kept");
  expect_nothing_taken_up(scratch("mine").string(), 1, "is no run directory");
  EXPECT_EQ(content_of(scratch("mine/kept")), "kept");
}

}  // namespace
}  // namespace weir
