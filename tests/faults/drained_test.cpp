#include <gmock/gmock.h>

#include <csignal>

#include "observe/page.h"
#include "support/pipelines.h"
#include "support/program_test.h"

// Stages that are killed once the producers have ended, while records are still on their way.
namespace weir {
namespace {

using ::testing::HasSubstr;

class Drained : public ProgramTest {
 protected:
  Child started(const std::string& pipeline, std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {write("pipeline.yaml", pipeline), "--topology", "processes"});
    return start_run(std::move(flags));
  }

  /// Waits until a stage has ended what it had to do, but others still need it.
  void await_draining(const Child& child, std::size_t replica, const observe::PageShape& shape) const {
    ASSERT_TRUE(eventually([&] {
      const auto runs = left_in_runs();
      if (runs.empty() || !std::filesystem::exists(runs.front() / "inputs")) return false;
      return observe::Page::open(runs.front() / ("page." + std::to_string(replica)), shape).phase() ==
             observe::Phase::kDraining;
    })) << child.err();
  }

  void kill_and_await_restart(const Child& child, const std::string& name) const {
    const pid_t process = stage_process(name);
    kill(process, SIGKILL);
    ASSERT_TRUE(eventually([&] { return child.err().find("'" + name + "' was killed") != std::string::npos; }));
  }
};

TEST_F(Drained, AProducerMakesABatchAgainThatEndedWithRejectedRecords) {
  std::string lines = "\xff\n";
  for (int line = 0; line < 50; ++line) lines += "good\n";
  environment_["BOOK"] = write("book.txt", lines + "\xff\n\xff\n\xff");
  Child child = started(R"(version: 1
producers: {book: {type: text_file, with: {path: "${BOOK}"}}}
transformers: {slow: {type: delay, with: {each: 10ms}}}
consumers: {seen: {type: count}}
)");
  await_draining(child, 0, {0, 1});
  kill_and_await_restart(child, "book[0]");
  const EndedRun run = wait_for(child);
  expect_good_end(run);
  EXPECT_EQ(results_of(run.report, "seen")["count"], 50);
  EXPECT_EQ(named(run.report["stages"], "book")["rejected"], 4);
}

TEST_F(Drained, AFilterAnswersAgainWhatTheOneBehindItHasPassedOnWithItsEnd) {
  std::string rows = "x\n";
  for (int row = 0; row < 50; ++row) rows += std::to_string(row) + "\n";
  environment_["TABLE"] = write("table.csv", rows);
  Child child = started(R"(version: 1
producers: {numbers: {type: csv_file, with: {path: "${TABLE}"}}}
transformers:
  large: {type: threshold, with: {level: 29}}
  copy: {type: identity}
  slow: {type: delay, with: {each: 50ms}}
consumers: {seen: {type: count}}
queues:
  to_large: {from: numbers, to: large, batch: {records: 1}}
  to_copy: large -> copy
  to_slow: copy -> slow
  to_seen: slow -> seen
)");
  await_draining(child, 2, {1, 1});
  kill_and_await_restart(child, "large[0]");
  const EndedRun run = wait_for(child);
  expect_good_end(run);
  EXPECT_EQ(results_of(run.report, "seen")["count"], 20);
  EXPECT_THAT(run.err, ::testing::Not(HasSubstr("error")));
}

TEST_F(Drained, AProducerThatIsStartedAgainStops) {
  for (const std::string delivery : {"at_most_once", "at_least_once"}) {
    Child child = started(kEndless, {"--set", "delivery=" + delivery});
    ASSERT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    const pid_t shown = stage_process("shown[0]");
    kill(shown, SIGSTOP);
    child.signal(SIGINT);
    ASSERT_TRUE(eventually([&] { return child.err().find("drains") != std::string::npos; }));
    kill_and_await_restart(child, "numbers[0]");
    kill(shown, SIGCONT);
    const EndedRun run = wait_for(child);
    EXPECT_EQ(run.report["outcome"], "stopped") << run;
    EXPECT_TRUE(delivery == "at_most_once" || run.report["balanced"]) << run;
  }
}

}  // namespace
}  // namespace weir
