#include <gmock/gmock.h>

#include <set>

#include "support/program_test.h"

namespace weir {
namespace {

using Keys = std::set<std::string>;

const Keys kReport{"version", "name",          "topology", "outcome", "balanced",      "wall_s",
                   "cpu_s",   "max_rss_bytes", "stages",   "links",   "end_to_end_us", "provenance"};
const Keys kStage{"name",     "role",      "type",     "replica",  "pid",    "thread",    "records_in", "records_out",
                  "bytes_in", "bytes_out", "rejected", "restarts", "busy_s", "starved_s", "blocked_s",  "results"};
const Keys kLink{"name",     "kind",        "from",       "to",        "accepted", "delivered", "dropped",
                 "rejected", "redelivered", "duplicates", "in_flight", "lost",     "latency_us"};
const Keys kLatency{"p50", "p90", "p99", "p999", "max"};
const Keys kProvenance{"weir", "git", "build", "compiler", "cpu", "cores", "kernel", "zeromq"};

Keys keys_of(const Json& object) {
  Keys keys;
  for (const auto& item : object.items()) keys.insert(item.key());
  return keys;
}

using Report = EachTopology;

TEST_P(Report, HasTheKeysThatAreDocumentedAndNoOther) {
  const EndedRun run = this->run({"configs/quickstart.yaml", "--topology", GetParam()});
  expect_good_end(run);
  EXPECT_EQ(keys_of(run.report), kReport);
  EXPECT_EQ(run.report["stages"].size(), 4);
  for (const Json& stage : run.report["stages"]) EXPECT_EQ(keys_of(stage), kStage);
  EXPECT_EQ(run.report["links"].size(), 2);
  for (const Json& link : run.report["links"]) {
    EXPECT_EQ(keys_of(link), kLink);
    EXPECT_EQ(keys_of(link["latency_us"]), kLatency);
  }
  EXPECT_EQ(keys_of(run.report["end_to_end_us"]), kLatency);
  EXPECT_EQ(keys_of(run.report["provenance"]), kProvenance);
}

TEST_P(Report, SaysWhatRan) {
  const Json report = this->run({"configs/quickstart.yaml", "--topology", GetParam()}).report;
  EXPECT_EQ(report["version"], 1);
  EXPECT_EQ(report["name"], "quickstart");
  EXPECT_EQ(report["topology"], GetParam());
  const Json counter = named(report["stages"], "count");
  EXPECT_EQ(counter["role"], "transformer");
  EXPECT_EQ(counter["type"], "word_count");
  EXPECT_EQ(counter["restarts"], 0);
  const Json link = named(report["links"], "lines");
  EXPECT_EQ(link["kind"], "queue");
  EXPECT_EQ(link["from"], Json{"book"});
  EXPECT_EQ(link["to"], "count");
}

TEST_P(Report, TellsOfHardlyAnyProcessorTimeWhereRecordsAreRare) {
  const Json report =
      this->run({"configs/sensors.yaml", "--set", "producers.host.with.count=20", "--set",
                 "consumers.file.with.path=" + scratch("sensors.csv").string(), "--topology", GetParam()})
          .report;
  EXPECT_GT(report["wall_s"], 1.5);
  EXPECT_LT(report["cpu_s"], report["wall_s"]) << "less than one of five replicas that never sleeps";
}

TEST_P(Report, MeasuresTheRun) {
  const Json report = this->run({"configs/numbers.yaml", "--limit", "20k", "--topology", GetParam()}).report;
  EXPECT_GT(report["wall_s"], 0.0);
  EXPECT_GT(report["cpu_s"], 0.0);
  EXPECT_GT(report["max_rss_bytes"], 1'000'000);
  const Json numbers = named(report["stages"], "numbers");
  EXPECT_GT(numbers["bytes_out"], 20'000);
  EXPECT_EQ(named(report["stages"], "total")["bytes_in"], numbers["bytes_out"]);
  EXPECT_GT(numbers["busy_s"], 0.0);
  for (const Json& latency : {report["end_to_end_us"], named(report["links"], "all")["latency_us"]}) {
    EXPECT_GT(latency["p50"], 0.0);
    EXPECT_LE(latency["p50"], latency["p99"]);
    EXPECT_LE(latency["p99"], latency["max"]);
  }
}

TEST_P(Report, TellsThreadsFromProcesses) {
  const Json report = this->run({"configs/quickstart.yaml", "--topology", GetParam()}).report;
  std::set<Json> pids;
  std::set<Json> threads;
  for (const Json& stage : report["stages"]) {
    pids.insert(stage["pid"]);
    threads.insert(stage["thread"]);
  }
  EXPECT_EQ(pids.size(), GetParam() == "processes" ? 4 : 1);
  EXPECT_EQ(threads.size(), GetParam() == "serial" ? 1 : 4);
}

TEST_P(Report, OfARunThatFailedSaysWhy) {
  const EndedRun run = this->run({"configs/quickstart.yaml", "--topology", GetParam(), "--set",
                                  "producers.book.with.path=" + scratch("missing.txt").string()});
  EXPECT_EQ(run.report["outcome"], "failed");
  Keys with_failure = kStage;
  with_failure.insert("failure");
  EXPECT_EQ(keys_of(run.report), kReport);
  EXPECT_EQ(keys_of(named(run.report["stages"], "book")), with_failure);
  EXPECT_NE(named(run.report["stages"], "book")["failure"].get<std::string>().find("missing.txt"), std::string::npos);
}

TEST_P(Report, CountsWhatWasAcceptedBeforeALinkFailed) {
  const EndedRun run =
      this->run({"configs/backpressure.yaml", "--topology", GetParam(), "--set", "queues.newest.on_full=fail"});
  expect_failure(run, "newest");
  for (const Json& link : run.report["links"]) {
    if (link["from"] != Json{"numbers"}) continue;  // it failed by itself, the others were broken off
    EXPECT_GT(link["accepted"], 0) << link;         // up to the batch that did not fit, which a slow machine cuts early
    EXPECT_LE(link["delivered"].get<int>() + link["rejected"].get<int>() + link["dropped"].get<int>(), link["accepted"])
        << link;
  }
}

INSTANTIATE_TEST_SUITE_P(, Report, topologies(), name_of_topology);

using ReportFile = ProgramTest;

TEST_F(ReportFile, ThatCannotBeWrittenFailsTheRun) {
  for (const std::string file : {"/dev/full", "/nowhere/report.json"}) {
    expect_failure(weir({"run", "configs/numbers.yaml", "--limit", "1", "--report", file}), file);
  }
}

TEST_F(ReportFile, IsNoFileThatThePipelineUses) {
  write("in.txt", "a line\n");
  const std::string file = write("lines.yaml",
                                 "version: 1\nproducers: {lines: {type: text_file, with: {path: in.txt}}}\n"
                                 "consumers: {rows: {type: csv_file, with: {path: out.csv}}}\n");
  const std::vector<std::pair<std::string, std::string>> used{
      {"in.txt", "'lines' reads"}, {"out.csv", "'rows' writes"}, {"out.csv.part", "'rows' writes"}};
  for (const auto& [name, use] : used) {
    const Ended ended = weir({"run", file, "--report", scratch(name).string()});
    EXPECT_EQ(ended.exit_code, 2) << ended;
    EXPECT_THAT(ended.err, ::testing::HasSubstr("is what " + use + "; choose another file for the report"));
  }
  Command command = this->command({"run", file, "--report", "out.csv.part"});
  command.folder = scratch(".");
  EXPECT_EQ(Child(std::move(command)).wait().exit_code, 2) << "a name that is not there yet";
  const std::string yaml = content_of(file);
  EXPECT_EQ(weir({"run", file, "--report", file}).exit_code, 2);
  EXPECT_EQ(content_of(file), yaml);
  EXPECT_EQ(content_of(scratch("in.txt")), "a line\n");
}

}  // namespace
}  // namespace weir
