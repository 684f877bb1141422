#include <csignal>

#include "support/pipelines.h"
#include "support/program_test.h"

namespace weir {
namespace {

using std::chrono::seconds;

/// Long enough for a start and some records.
constexpr const char* kAWhile = kSanitized ? "3s" : "300ms";

class Stopping : public EachTopology {
 protected:
  /// Started, and records have come out of it.
  Child running_endless(std::vector<std::string> flags = {}) {
    Child child = start_with(kEndless, std::move(flags));
    EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    return child;
  }

  /// Started, and its slow stage has got a record, which takes it a minute.
  Child running_stuck(std::vector<std::string> flags) {
    environment_["BOOK"] = write("book.txt", kLongLine + "\n" + kLongLine + "\n");
    Child child = start_with(kStuck, std::move(flags));
    // One thread has no other stage to show that.
    const char* const stuck = GetParam() == "serial" ? "slow[0]  has made no progress" : nullptr;
    EXPECT_TRUE(eventually([&] {
      return stuck == nullptr ? child.printed() > 0 : child.err().find(stuck) != std::string::npos;
    })) << child.err();
    return child;
  }

  Child start_with(const std::string& pipeline, std::vector<std::string> flags) {
    flags.insert(flags.begin(), {write("pipeline.yaml", pipeline), "--topology", GetParam()});
    return start_run(std::move(flags));
  }

  /// Every record that was printed is one that the producer made, none is missing, and the ledger says so.
  void expect_drained(const EndedRun& run) {
    expect_good_end(run, "stopped");
    const std::uint64_t made = named(run.report["stages"], "numbers")["records_out"];
    EXPECT_GT(made, 0);
    EXPECT_EQ(named(run.report["links"], "squares")["delivered"], made);
    EXPECT_EQ(named(run.report["links"], "copies")["delivered"], made);
    EXPECT_TRUE(run.out == numbers_as_lines(made)) << run.out.size() << " bytes were printed of " << made << " records";
  }
};

TEST_P(Stopping, DrainsAtSigint) {
  Child child = running_endless();
  child.signal(SIGINT);
  expect_drained(wait_for(child));
}

TEST_P(Stopping, DrainsAtSigterm) {
  Child child = running_endless();
  child.signal(SIGTERM);
  expect_drained(wait_for(child));
}

TEST_P(Stopping, DrainsWhenTheTerminalSendsCtrlCToTheWholeGroup) {
  Child child = running_endless();
  child.signal_group(SIGINT);
  expect_drained(wait_for(child));
}

TEST_P(Stopping, DrainsWhenItsTerminalGoes) {
  Child child = running_endless();
  child.signal_group(SIGHUP);
  expect_drained(wait_for(child));
}

TEST_P(Stopping, MayTakeAsLongAsTheClockCanTell) {
  Child child = start_with(kEndless, {"--stop-after", kAWhile, "--grace", "2562047h"});
  expect_drained(wait_for(child));
}

TEST_P(Stopping, DrainsWhenTheWholeGroupIsToTerminate) {
  Child child = running_endless();
  child.signal_group(SIGTERM);
  expect_drained(wait_for(child));
}

TEST_P(Stopping, DrainsWhenItHasHardlyBegun) {
  Child child = start_with(kEndless, {});
  ASSERT_TRUE(eventually([&] { return child.err().find("starts as") != std::string::npos; }));
  child.signal(SIGINT);
  expect_good_end(wait_for(child), "stopped");
}

TEST_P(Stopping, ComesByItselfAfterTheTimeThatWasGiven) {
  Child child = start_with(kEndless, {"--stop-after", kAWhile});
  const EndedRun run = wait_for(child);
  expect_drained(run);
  EXPECT_GE(run.took, std::chrono::milliseconds{300});
}

TEST_P(Stopping, IsNotDoneWhereTheRunEndsBefore) {
  expect_good_end(run({"configs/numbers.yaml", "--limit", "10", "--topology", GetParam(), "--stop-after", "1h"}));
}

TEST_P(Stopping, FailsPastTheGraceAndSaysWhoHeldItUp) {
  Child child = running_stuck({"--grace", "200ms"});
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_failure(run, "held up by slow[0]; --grace gives it longer, a smaller 'capacity' leaves it less to do\n");
  EXPECT_EQ(run.report["outcome"], "failed");
  EXPECT_LT(run.took, seconds{20});
}

TEST_P(Stopping, KillsEverythingAtTheSecondSigint) {
  Child child = running_stuck({});
  child.signal(SIGINT);
  ASSERT_TRUE(eventually([&] { return child.err().find("interrupted") != std::string::npos; }));
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  EXPECT_EQ(run.exit_code, 130) << run;
  EXPECT_EQ(run.report["outcome"], "killed");
  EXPECT_LT(run.took, seconds{20});
}

TEST_P(Stopping, KillsEverythingAtTheSecondCtrlC) {
  Child child = running_stuck({});
  child.signal_group(SIGINT);
  ASSERT_TRUE(eventually([&] { return child.err().find("interrupted") != std::string::npos; }));
  child.signal_group(SIGINT);
  EXPECT_EQ(child.wait().exit_code, 130);
}

INSTANTIATE_TEST_SUITE_P(, Stopping, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
