#include <gmock/gmock.h>

#include <csignal>

#include "support/pipelines.h"
#include "support/program_test.h"
#include "support/terminal.h"

namespace weir {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kThreeNumbers = R"(version: 1
name: three
producers: {numbers: {type: counter, with: {count: 3}}}
consumers: {shown: {type: console}}
)";

class Output : public EachTopology {
 protected:
  std::vector<std::string> run_three(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {"run", write("three.yaml", kThreeNumbers), "--topology", GetParam()});
    return flags;
  }
};

TEST_P(Output, IsDataOnStdoutAndTalkOnStderr) {
  const Ended ended = weir(run_three());
  EXPECT_EQ(ended.out, "0\n1\n2\n");
  EXPECT_THAT(ended.err, HasSubstr("three: completed"));
  EXPECT_THAT(ended.err, HasSubstr("balanced"));
}

TEST_P(Output, IsOnlyTheDataWhenQuiet) {
  const Ended ended = weir(run_three({"-q"}));
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, "0\n1\n2\n");
  EXPECT_EQ(ended.err, "");
}

TEST_P(Output, OfARunWithoutDataIsNothingWhenQuiet) {
  const Ended ended = weir({"run", "configs/numbers.yaml", "-q", "--limit", "100", "--topology", GetParam()});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out + ended.err, "");
}

TEST_P(Output, SaysWhatFailedEvenWhenQuiet) {
  environment_["BOOK"] = scratch("missing.txt").string();
  expect_failure(weir({"run", "configs/quickstart.yaml", "-q", "--topology", GetParam()}), "missing.txt");
}

TEST_P(Output, HasNoColourAndNoLiveLineWithoutATerminal) {
  const Ended ended = weir({"run", write("endless.yaml", kEndless), "--topology", GetParam(), "--stop-after", "500ms"});
  EXPECT_EQ(ended.exit_code, 0);
  for (const std::string& text : {ended.out, ended.err}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
  }
}

TEST_P(Output, LogsInJsonWhenToldTo) {
  const Ended ended = weir(run_three({"--log-format", "json"}));
  const Json line = Json::parse(ended.err.substr(0, ended.err.find('\n')), nullptr, false);
  EXPECT_TRUE(line.is_object()) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(, Output, topologies(), name_of_topology);

class OnATerminal : public EachTopology {
 protected:
  Child run_endless(const Terminal& terminal, std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {"run", write("endless.yaml", kEndless), "--topology", GetParam()});
    Command command = this->command(std::move(flags));
    command.err = terminal.inner();
    return Child(std::move(command));
  }
};

TEST_P(OnATerminal, ALineShowsTheProgressAndGoesInTheEnd) {
  Terminal terminal;
  const Child child = run_endless(terminal);
  std::string shown;
  EXPECT_TRUE(eventually([&] {
    shown += terminal.read();
    return shown.find(" records  ") != std::string::npos && shown.find("so far") != std::string::npos;
  })) << shown;
  EXPECT_THAT(shown, HasSubstr("\r\x1b[K"));
  child.signal(SIGINT);
  EXPECT_TRUE(eventually([&] {
    shown += terminal.read();
    return shown.find("resources") != std::string::npos;
  })) << shown;
  EXPECT_THAT(shown, HasSubstr("\x1b["));
  // Where draining takes its time, the line is drawn again meanwhile.
  EXPECT_GT(shown.rfind("\r\x1b[K"), shown.rfind(" so far")) << "the last word on progress is not taken away";
}

TEST_P(OnATerminal, ThereIsNeitherColourNorLiveLineWithNoColor) {
  environment_["NO_COLOR"] = "1";
  Terminal terminal;
  Child child = run_endless(terminal, {"--stop-after", "600ms"});
  std::string shown;
  EXPECT_TRUE(eventually([&] {
    shown += terminal.read();
    return shown.find("resources") != std::string::npos;
  })) << shown;
  EXPECT_EQ(child.wait().exit_code, 0);
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown, Not(HasSubstr("so far")));
}

INSTANTIATE_TEST_SUITE_P(, OnATerminal, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
