#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "support/pipelines.h"
#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::HasSubstr;

class Devices : public EachTopology {
 protected:
  std::vector<std::string> run_into(const std::string& consumer, const std::string& count = "100k") {
    const std::string pipeline =
        "version: 1\nproducers: {numbers: {type: counter}}\nconsumers: {file: " + consumer + "}\n";
    return {"run", write("pipeline.yaml", pipeline), "--limit", count, "--topology", GetParam()};
  }
};

TEST_P(Devices, ThatAreFullFailTheConsumerThatWritesThere) {
  for (const std::string type : {"csv_file", "jsonl_file"}) {
    for (const std::string count : {"1", "100k"}) {
      const Ended ended = weir(run_into("{type: " + type + ", with: {path: /dev/full}}", count));
      expect_failure(ended, "No space left on device");
      EXPECT_THAT(ended.err, HasSubstr("file[0]"));
      EXPECT_THAT(ended.err, HasSubstr("/dev/full"));
    }
  }
}

TEST_P(Devices, ThatAreFullFailTheConsole) {
  for (const std::string count : {"1", "100k"}) {
    const Ended ended = weir_in_shell(":", run_into("{type: console}", count), ">/dev/full");
    expect_failure(ended, "No space left on device");
    EXPECT_THAT(ended.err, HasSubstr("standard output"));
  }
}

TEST_P(Devices, ClosedStdoutFailsTheConsole) {
  for (const std::string count : {"1", "100k"}) {
    const Ended ended = weir_in_shell(":", run_into("{type: console}", count), ">&-");
    expect_failure(ended, "standard output");
  }
}

TEST_P(Devices, ClosedStdoutFailsTheConsoleWhateverElseIsClosed) {
  EXPECT_EQ(weir_in_shell(":", run_into("{type: console}"), ">&- 2>&- <&-").exit_code, 1);
}

TEST_P(Devices, ClosedStdoutMattersToNobodyElse) {
  const Ended ended =
      weir_in_shell(":", {"run", "configs/numbers.yaml", "--limit", "1k", "--topology", GetParam()}, ">&-");
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

TEST_P(Devices, ClosedStdinMattersToNobody) {
  EXPECT_EQ(weir_in_shell(":", run_into("{type: sum}"), "<&-").exit_code, 0);
}

TEST_P(Devices, StdinCanBeRead) {
  environment_["BOOK"] = "/dev/stdin";
  const std::string book = write("book.txt", "one two three\n");
  const std::string report = scratch("report.json").string();
  const Ended ended =
      weir_in_shell(":", {"run", "configs/quickstart.yaml", "--topology", GetParam(), "--report", report}, "<" + book);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(results_of(this->report(), "total")["sum"], 3);
}

TEST_P(Devices, StderrThatTakesNothingDoesNotFailTheRun) {
  for (const std::string nowhere : {"2>/dev/full", "2>&-", ">&- 2>&- <&-"}) {
    EXPECT_EQ(weir_in_shell(":", run_into("{type: sum}"), nowhere).exit_code, 0) << nowhere;
  }
}

TEST_P(Devices, APipeWithoutAReaderFailsTheConsole) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
  close(pipe[0]);
  Command command = this->command(run_into("{type: console}"));
  command.out = pipe[1];
  Child child(std::move(command));
  close(pipe[1]);
  expect_failure(child.wait(), "Broken pipe");
}

TEST_P(Devices, APipeWhoseReaderLeavesFailsTheConsole) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
  Command command = this->command({"run", write("endless.yaml", kEndless), "--topology", GetParam()});
  command.out = pipe[1];
  Child child(std::move(command));
  close(pipe[1]);
  std::array<char, 8> beginning{};
  EXPECT_GT(::read(pipe[0], beginning.data(), beginning.size()), 0);
  close(pipe[0]);
  expect_failure(child.wait(), "Broken pipe");
}

TEST_P(Devices, AFolderIsNoFileToWrite) {
  expect_failure(weir(run_into("{type: csv_file, with: {path: /tmp}}")), "'/tmp'");
}

INSTANTIATE_TEST_SUITE_P(, Devices, topologies(), name_of_topology);

using Listings = ProgramTest;

TEST_F(Listings, ThatCannotBeWrittenExitWith1) {
  const std::vector<std::vector<std::string>> listings{{"stages"},
                                                       {"stages", "counter"},
                                                       {"plan", "configs/numbers.yaml"},
                                                       {"graph", "configs/numbers.yaml"},
                                                       {"validate", "configs/numbers.yaml"},
                                                       {"ps"},
                                                       {"--help"},
                                                       {"--version"}};
  for (const std::vector<std::string>& listing : listings) {
    const Ended ended = weir_in_shell(":", listing, ">/dev/full");
    EXPECT_EQ(ended.exit_code, 1) << ::testing::PrintToString(listing);
    EXPECT_THAT(ended.err, HasSubstr("standard output")) << ::testing::PrintToString(listing);
  }
}

}  // namespace
}  // namespace weir
