#include <gmock/gmock.h>

#include <csignal>
#include <set>

#include "support/pipelines.h"
#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

class Processes : public ProgramTest {
 protected:
  Child running(std::vector<std::string> flags) {
    flags.insert(flags.begin(), write("pipeline.yaml", kEndless));
    Child child = start_run(std::move(flags));
    EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    return child;
  }

  /// "numbers[0]" of "weir stage numbers[0] …", for all but the launcher.
  std::multiset<std::string> names_of_stage_processes() const {
    constexpr std::string_view kBeginning = "weir stage ";
    std::multiset<std::string> names;
    for (const ProcessSeen& process : processes()) {
      if (!process.command_line.starts_with(kBeginning)) continue;
      const std::string rest = process.command_line.substr(kBeginning.size());
      names.insert(rest.substr(0, rest.find(' ')));
    }
    return names;
  }

  std::string found_by_pgrep(const std::string& pattern) const {
    Command command = this->command({});
    command.arguments = {"pgrep", "-f", pattern};
    command.environment.erase("WEIR_RUNTIME_DIR");
    command.out_file = scratch("pgrep.out");
    command.err_file = scratch("pgrep.err");
    return Child(std::move(command)).wait().out;
  }

  void stop(Child& child) {
    child.signal(SIGINT);
    expect_good_end(wait_for(child), "stopped");
  }
};

TEST_F(Processes, BearTheNamesOfTheirReplicas) {
  Child child = running({"--topology", "processes", "--set", "transformers.square.replicas=2"});
  EXPECT_THAT(names_of_stage_processes(),
              UnorderedElementsAre("numbers[0]", "square[0]", "square[1]", "copy[0]", "total[0]", "shown[0]"));
  const std::string pid = std::to_string(stage_process("square[1]"));
  EXPECT_THAT(found_by_pgrep(R"(^weir stage square\[1\] )"), ::testing::HasSubstr(pid));
  EXPECT_THAT(threads_of(stage_process("square[1]")), Contains("square[1]"));
  stop(child);
}

TEST_F(Processes, AreOneWhereStagesAreThreads) {
  Child child = running({"--topology", "threads", "--set", "transformers.square.replicas=2"});
  EXPECT_EQ(processes().size(), 1);
  EXPECT_THAT(threads_of(child.pid()),
              IsSupersetOf({"numbers[0]", "square[0]", "square[1]", "copy[0]", "total[0]", "shown[0]"}));
  stop(child);
}

TEST_F(Processes, TakeInTheStagesThatNameThemInThreads) {
  Child child = running({"--topology", "threads", "--set", "transformers.square.process=workers", "--set",
                         "transformers.copy.process=workers", "--set", "transformers.square.replicas=2"});
  EXPECT_THAT(names_of_stage_processes(), UnorderedElementsAre("workers"));
  EXPECT_THAT(threads_of(stage_process("workers")), IsSupersetOf({"square[0]", "square[1]", "copy[0]"}));
  EXPECT_THAT(threads_of(child.pid()), IsSupersetOf({"numbers[0]", "total[0]", "shown[0]"}));
  stop(child);
}

TEST_F(Processes, TakeInTheStagesThatNameThemInProcesses) {
  Child child = running({"--topology", "processes", "--set", "transformers.square.process=workers", "--set",
                         "transformers.copy.process=workers"});
  EXPECT_THAT(names_of_stage_processes(), UnorderedElementsAre("workers", "numbers[0]", "total[0]", "shown[0]"));
  EXPECT_THAT(threads_of(stage_process("workers")), IsSupersetOf({"square[0]", "copy[0]"}));
  stop(child);
}

TEST_F(Processes, HoldNoneOfTheLaunchersFilesButTheLock) {
  Child child = running({"--topology", "processes"});
  const pid_t stage = stage_process("total[0]");
  const std::string mine = std::filesystem::canonical(runs()).string();
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(stage) + "/fd")) {
    std::error_code gone;
    const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (target.starts_with(mine)) files.push_back(std::filesystem::path(target).filename());
  }
  EXPECT_THAT(files, UnorderedElementsAre("lock", "log", ::testing::StartsWith("account.")));
  stop(child);
}

}  // namespace
}  // namespace weir
