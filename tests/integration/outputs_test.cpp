#include <gmock/gmock.h>

#include "support/program_test.h"

// The files that stages write.
namespace weir {
namespace {

using ::testing::HasSubstr;

std::string squares_into(const std::string& consumers) {
  return "version: 1\nlimit: 10\nproducers: {numbers: {type: counter}}\nconsumers:\n" + consumers;
}

class OutputFiles : public EachTopology {};

TEST_P(OutputFiles, OfARunBeforeAreReplacedOnlyWhereThatIsWanted) {
  const std::string out = write("out.csv", "mine\n");
  const std::string file = write("squares.yaml", squares_into("  rows: {type: csv_file, with: {path: out.csv}}\n"));
  const Ended refused = weir({"run", file, "--topology", GetParam()});
  expect_failure(refused, "squares.yaml:5:3: '" + out + "', which 'rows' writes, is there already; --overwrite");
  EXPECT_EQ(content_of(out), "mine\n");
  expect_good_end(run({file, "--topology", GetParam(), "--overwrite"}));
  EXPECT_EQ(content_of(out).substr(0, 10), "value\n0\n1\n");
}

TEST_P(OutputFiles, ThatAreDevicesAreAlwaysThere) {
  expect_good_end(
      run({write("squares.yaml", squares_into("  rows: {type: csv_file, with: {path: /dev/null}, replicas: 2}\n"
                                              "  more: {type: jsonl_file, with: {path: /dev/null}}\n"
                                              "queues: {q: numbers -> rows, r: numbers -> more}\n")),
           "--topology", GetParam()}));
}

INSTANTIATE_TEST_SUITE_P(, OutputFiles, topologies(), name_of_topology);

class OutputFile : public ProgramTest {
 protected:
  void expect_invalid(const std::string& consumers, const std::string& why) {
    const Ended ended = weir({"validate", write("squares.yaml", squares_into(consumers))});
    EXPECT_EQ(ended.exit_code, 78);
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
};

TEST_F(OutputFile, IsWrittenByOneStageOnly) {
  expect_invalid(
      "  rows: {type: csv_file, with: {path: out}}\n  more: {type: jsonl_file, with: {path: ./out}}\n"
      "queues: {q: numbers -> rows, r: numbers -> more}\n",
      "'more' writes the same file as 'rows': " + scratch("out").string());
}

TEST_F(OutputFile, IsNoInputOfTheSameRun) {
  const Ended ended = weir({"validate", write("own.yaml", R"(version: 1
producers: {lines: {type: text_file, with: {path: book.txt}}}
consumers: {kept: {type: jsonl_file, with: {path: ./chapter/../book.txt}}}
)")});
  EXPECT_EQ(ended.exit_code, 78);
  EXPECT_THAT(ended.err, HasSubstr("'kept' writes the file that 'lines' reads"));
}

TEST_F(OutputFile, IsWrittenByOneReplicaOnly) {
  expect_invalid("  rows: {type: csv_file, with: {path: out}, replicas: 2}\n",
                 "'rows' has 2 replicas, which would all write the same file");
}

}  // namespace
}  // namespace weir
