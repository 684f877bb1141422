#include <gmock/gmock.h>

#include <csignal>

#include "support/pipelines.h"
#include "support/program_test.h"

namespace weir {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

const std::vector<std::string> kNeverAgain{
    "--set", "producers.numbers.restart=never", "--set", "transformers.square.restart=never",
    "--set", "consumers.total.restart=never",   "--set", "consumers.shown.restart=never"};

class Killed : public ProgramTest {
 protected:
  Child running(const std::string& topology, std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {write("endless.yaml", kEndless), "--topology", topology});
    Child child = start_run(std::move(flags));
    EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    return child;
  }

  Json ps() const {
    Command command = this->command({"ps", "--format", "json"});
    command.out_file = scratch("ps.out");
    return Json::parse(Child(std::move(command)).wait().out);
  }

  /// The last process to die is gone from /proc while the kernel still takes down its memory, and its lock after that.
  void expect_a_dead_run() const {
    EXPECT_TRUE(eventually([this] { return ps().at(0)["state"] == "dead"; }, seconds{2}));
  }
};

class Launcher : public Killed, public ::testing::WithParamInterface<std::string> {};

TEST_P(Launcher, ThatIsKilledTakesItsProcessesAlongAndCleanRemovesTheRest) {
  Child child = running(GetParam());
  EXPECT_EQ(processes().size(), GetParam() == "processes" ? 6 : 1);
  child.signal(SIGKILL);
  EXPECT_EQ(child.wait().signal, SIGKILL);
  EXPECT_TRUE(eventually([this] { return processes().empty(); }, seconds{2}));
  expect_a_dead_run();

  const Json found = ps();
  ASSERT_EQ(found.size(), 1) << found;
  EXPECT_EQ(found[0]["name"], "endless");
  EXPECT_EQ(found[0]["state"], "dead");
  EXPECT_FALSE(left_in_runs().empty());

  const Ended cleaned = weir({"clean"});
  EXPECT_EQ(cleaned.exit_code, 0);
  EXPECT_THAT(cleaned.out, HasSubstr("removed "));
  EXPECT_TRUE(left_in_runs().empty());
  EXPECT_EQ(ps(), Json::array());
}

TEST_P(Launcher, ThatIsKilledInAPlaceOfItsOwnIsFoundAndCleaned) {
  Child child = running(GetParam(), {"--run-dir", scratch("place").string()});
  child.signal(SIGKILL);
  child.wait();
  EXPECT_TRUE(eventually([this] { return processes().empty(); }, seconds{2}));
  expect_a_dead_run();
  EXPECT_EQ(weir({"clean"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(scratch("place")));
  EXPECT_EQ(ps(), Json::array());
}

TEST_P(Launcher, ThatWasToldToIgnoreTheDeathsOfChildrenSeesThem) {
  Command command = this->command({"run", "configs/numbers.yaml", "--limit", "10", "--topology", GetParam()});
  command.arguments.insert(command.arguments.begin(), {"/usr/bin/env", "--ignore-signal=CHLD"});
  const Ended ended = Child(std::move(command)).wait();
  EXPECT_EQ(ended.exit_code, 0) << ended;
}

TEST_P(Launcher, ThatIsStoppedGoesOnWhereItWas) {
  Child child = running(GetParam());
  child.signal_group(SIGSTOP);
  ASSERT_TRUE(eventually([&] { return is_stopped(child.pid()); }));
  child.signal_group(SIGCONT);
  const std::uintmax_t before = child.printed();
  EXPECT_TRUE(eventually([&] { return child.printed() > before; }));
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_TRUE(run.out == numbers_as_lines(named(run.report["stages"], "numbers")["records_out"]));
}

INSTANTIATE_TEST_SUITE_P(, Launcher, topologies(), name_of_topology);

class StageProcess : public Killed, public ::testing::WithParamInterface<std::string> {};

TEST_P(StageProcess, ThatIsKilledAndMustNotBeStartedAgainEndsTheRunWhichNamesItAndTheSignal) {
  Child child = running("processes", kNeverAgain);
  kill(stage_process(GetParam()), SIGKILL);
  const EndedRun run = wait_for(child);
  expect_failure(run, "'" + GetParam() + "' was killed by signal 9");
  EXPECT_EQ(run.report["outcome"], "failed");
  EXPECT_LT(run.took, seconds{20});
}

TEST_P(StageProcess, ThatIsStoppedForAWhileLosesNothing) {
  Child child = running("processes");
  const pid_t stage = stage_process(GetParam());
  kill(stage, SIGSTOP);
  ASSERT_TRUE(eventually([&] { return is_stopped(stage); }));
  kill(stage, SIGCONT);
  const std::uintmax_t before = child.printed();
  EXPECT_TRUE(eventually([&] { return child.printed() > before; }));
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_TRUE(run.out == numbers_as_lines(named(run.report["stages"], "numbers")["records_out"]));
}

TEST_P(StageProcess, ThatStaysStoppedHoldsTheDrainUpNoLongerThanTheGrace) {
  Child child = running("processes", {"--grace", "300ms"});
  const pid_t stage = stage_process(GetParam());
  kill(stage, SIGSTOP);
  ASSERT_TRUE(eventually([&] { return is_stopped(stage); }));
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_failure(run, "held up by");
  EXPECT_THAT(run.err, HasSubstr(GetParam()));
  EXPECT_LT(run.took, seconds{20});
}

INSTANTIATE_TEST_SUITE_P(, StageProcess, ::testing::Values("numbers[0]", "square[0]", "total[0]", "shown[0]"),
                         [](const auto& it) { return it.param.substr(0, it.param.find('[')); });

TEST_F(Killed, GroupsEndTheRunWhichNamesThem) {
  Child child = running("threads", {"--set", "transformers.square.process=workers", "--set",
                                    "consumers.total.process=workers", "--set", "consumers.total.restart=never"});
  kill(stage_process("workers"), SIGKILL);
  expect_failure(wait_for(child), "'workers' was killed by signal 9");
}

TEST_F(Killed, DuringTheDrainAStageStillFailsTheRun) {
  Child child = running("processes", kNeverAgain);
  const pid_t stage = stage_process("total[0]");
  kill(stage, SIGSTOP);
  child.signal(SIGINT);
  ASSERT_TRUE(eventually([&] { return child.err().find("drains") != std::string::npos; }));
  kill(stage, SIGKILL);
  expect_failure(wait_for(child), "'total[0]' was killed by signal 9");
}

}  // namespace
}  // namespace weir
