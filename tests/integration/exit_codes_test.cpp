#include <gmock/gmock.h>

#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using ExitCode = EachTopology;

TEST_P(ExitCode, Is0WhenTheRunEndsByItself) {
  EXPECT_EQ(weir({"run", "configs/numbers.yaml", "--limit", "10", "--topology", GetParam()}).exit_code, 0);
}

TEST_P(ExitCode, Is1WhenAnInputIsMissing) {
  environment_["BOOK"] = scratch("missing.txt").string();
  expect_failure(weir({"run", "configs/quickstart.yaml", "--topology", GetParam()}), "missing.txt");
}

TEST_P(ExitCode, Is1BeforeAnythingStartsWhenTheReportCannotBeWritten) {
  const Ended ended =
      weir({"run", "configs/numbers.yaml", "--topology", GetParam(), "--report", "/nonexistent/r.json"});
  expect_failure(ended, "can't write the report '/nonexistent/r.json'");
  EXPECT_THAT(ended.err, Not(HasSubstr("starts as")));
}

TEST_P(ExitCode, Is1WhenAStageIsToStopAtABadRecord) {
  environment_["BOOK"] = write("book.txt", "good\n\xff\xfe\ngood\n");
  const std::vector<std::string> arguments{"configs/quickstart.yaml", "--topology", GetParam()};
  const EndedRun skipped = run(arguments);
  expect_good_end(skipped);
  EXPECT_EQ(results_of(skipped.report, "total")["sum"], 2);
  EXPECT_EQ(named(skipped.report["stages"], "book")["rejected"], 1);

  const EndedRun stopped = run({arguments[0], arguments[1], arguments[2], "--set", "producers.book.on_error=stop"});
  expect_failure(stopped, "book");
  EXPECT_THAT(stopped.err, HasSubstr("UTF-8"));
  EXPECT_EQ(stopped.report["outcome"], "failed");
}

TEST_P(ExitCode, Is1WhenALinkThatMustNotFillFills) {
  const Ended ended =
      weir({"run", "configs/backpressure.yaml", "--topology", GetParam(), "--set", "queues.newest.on_full=fail"});
  expect_failure(ended, "newest");
  EXPECT_THAT(ended.err, HasSubstr("full"));
}

INSTANTIATE_TEST_SUITE_P(, ExitCode, topologies(), name_of_topology);

using Usage = ProgramTest;

TEST_F(Usage, ThatIsWrongIs2AndStartsNothing) {
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"walk"},
      {"run"},
      {"--wrong"},
      {"run", "configs/numbers.yaml", "--wrong"},
      {"run", "configs/numbers.yaml", "configs/mixed.yaml"},
      {"run", "configs/numbers.yaml", "--topology", "parallel"},
      {"run", "configs/numbers.yaml", "--limit", "many"},
      {"run", "configs/numbers.yaml", "--limit", "-1"},
      {"run", "configs/numbers.yaml", "--stop-after", "soon"},
      {"run", "configs/numbers.yaml", "--stop-after", "-1s"},
      {"run", "configs/numbers.yaml", "--grace", "10"},
      {"run", "configs/numbers.yaml", "--grace"},
      {"run", "configs/numbers.yaml", "--set", "limit"},
      {"run", "configs/numbers.yaml", "--log-level", "loud"},
      {"run", "configs/numbers.yaml", "--log-format", "xml"},
      {"validate"},
      {"plan", "configs/numbers.yaml", "--format", "xml"},
      {"graph", "configs/numbers.yaml", "--format", "json"},
      {"stages", "no_such_type"},
      {"ps", "--format", "xml"},
      {"clean", "--wrong"},
      {"stage"},
      {"stage", "numbers[0]"},
  };
  for (const std::vector<std::string>& arguments : wrong) {
    const Ended ended = weir(arguments);
    EXPECT_EQ(ended.exit_code, 2) << ::testing::PrintToString(arguments) << ended;
    EXPECT_EQ(ended.out, "") << ::testing::PrintToString(arguments);
    EXPECT_NE(ended.err, "") << ::testing::PrintToString(arguments);
    EXPECT_FALSE(std::filesystem::exists(runs())) << ::testing::PrintToString(arguments);
  }
}

TEST_F(Usage, NamesTheVerbThatIsUnknownAndTheNearest) {
  const Ended ended = weir({"vaildate", "configs/numbers.yaml"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("'vaildate'"));
  EXPECT_THAT(ended.err, HasSubstr("did you mean 'validate'?"));
}

TEST_F(Usage, NamesTheFlagThatIsUnknownAndTheNearest) {
  for (const std::string flag : {"--topologi", "--topologi=threads"}) {
    const Ended ended = weir({"run", "configs/numbers.yaml", flag});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err, "weir: run: has no flag '" + flag +
                             "'; did you mean '--topology'?\n`weir run --help` shows what it takes\n");
  }
}

TEST_F(Usage, TellsWhatIsMissingOrTooMuch) {
  EXPECT_THAT(weir({"run"}).err, HasSubstr("weir: run: config is required\n`weir run --help`"));
  EXPECT_THAT(weir({"ps", "everything"}).err, HasSubstr("weir: ps: takes no further argument 'everything'\n"));
}

using Configuration = ProgramTest;

TEST_F(Configuration, ThatIsInvalidIs78AndStartsNothing) {
  const std::string bad =
      write("bad.yaml", "version: 1\nproducers:\n  a: {type: nosuch}\nconsumers:\n  b: {tipe: sum}\n");
  const std::vector<std::vector<std::string>> invalid{
      {"run", bad},
      {"run", scratch("missing.yaml").string()},
      {"run", source_folder().string()},
      {"run", "/dev/null"},
      {"run", "configs/numbers.yaml", "--set", "topology=parallel"},
      {"run", "configs/numbers.yaml", "--set", "consumers.total.replicas=0"},
      {"run", "configs/numbers.yaml", "--set", "consumers.nobody.replicas=2"},
      {"validate", bad},
      {"plan", bad},
      {"graph", bad},
  };
  for (const std::vector<std::string>& arguments : invalid) {
    const Ended ended = weir(arguments);
    EXPECT_EQ(ended.exit_code, 78) << ::testing::PrintToString(arguments) << ended;
    EXPECT_EQ(ended.out, "") << ::testing::PrintToString(arguments);
    EXPECT_THAT(ended.err, HasSubstr("nothing was started")) << ::testing::PrintToString(arguments);
    EXPECT_FALSE(std::filesystem::exists(runs())) << ::testing::PrintToString(arguments);
  }
}

TEST_F(Configuration, HasAllItsMistakesShownWithTheirPlaces) {
  const std::string bad =
      write("bad.yaml", "version: 1\nproducers:\n  a: {type: conter}\nconsumers:\n  b: {tipe: sum}\n");
  const Ended ended = weir({"run", bad});
  EXPECT_THAT(ended.err, HasSubstr(bad + ":3:13: "));
  EXPECT_THAT(ended.err, HasSubstr("did you mean 'counter'?"));
  EXPECT_THAT(ended.err, HasSubstr(bad + ":5:"));
}

}  // namespace
}  // namespace weir
