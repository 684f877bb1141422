#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// What the runs need while they last is in a TMPDIR of its own, and nothing of it is left.
class Bench : public ProgramTest {
 protected:
  Bench() {
    std::filesystem::create_directory(scratch("t"));
    environment_["TMPDIR"] = scratch("t").string();
  }
  void TearDown() override {
    ProgramTest::TearDown();
    EXPECT_TRUE(std::filesystem::is_empty(scratch("t")));
  }

  Ended bench(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "bench");
    return weir(std::move(arguments));
  }

  /// With `--report`; null where there is none.
  Json report_of(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--report", scratch("bench.json").string()});
    const Ended ended = bench(std::move(arguments));
    EXPECT_EQ(ended.exit_code, 0) << ended;
    return Json::parse(content_of(scratch("bench.json")), nullptr, false);
  }

  void expect_refused(const std::vector<std::string>& arguments, int exit_code, const std::string& why) const {
    const Ended ended = bench(arguments);
    EXPECT_EQ(ended.exit_code, exit_code) << ended;
    EXPECT_THAT(ended.err, HasSubstr(why));
    EXPECT_EQ(ended.out, "") << "no figures";
  }

  std::string sums(const std::string& more = "", const std::string& producer = "type: counter") const {
    return write("sums.yaml", "version: 1\nname: sums\nproducers: {a: {" + producer +
                                  "}}\ntransformers: {b: {type: identity}}\nconsumers: {z: {type: sum}}\n" + more);
  }
};

std::set<std::string> subjects(const Json& rows) {
  std::set<std::string> found;
  for (const Json& row : rows) {
    found.insert(row["system"].get<std::string>() + " " + row["topology"].get<std::string>() + " " +
                 row["link"].get<std::string>() + " " + std::to_string(row["messages"].get<std::uint64_t>()));
  }
  return found;
}

TEST_F(Bench, MeasuresTheDemoOverTopologiesLinksAndCounts) {
  const Json report = report_of(
      {"--messages", "100,1k", "--baselines", "codec", "--rates", "10k,half", "--paced-for", "20ms", "--repeats", "5"});
  EXPECT_EQ(report["version"], 1);
  EXPECT_EQ(
      subjects(report["rows"]),
      (std::set<std::string>{"weir threads queue 100", "weir threads queue 1000", "weir threads pipe 100",
                             "weir threads pipe 1000", "weir processes queue 100", "weir processes queue 1000",
                             "weir processes pipe 100", "weir processes pipe 1000", "codec   100", "codec   1000"}));
  for (const Json& row : report["rows"]) {
    EXPECT_EQ(row["repeats"], 5);
    EXPECT_THAT(row["rates"], SizeIs(5));
    EXPECT_GT(row["rate_min"], 0) << row;
    EXPECT_GE(row["rate_median"], row["rate_min"]);
    EXPECT_GE(row["rate_max"], row["rate_median"]);
    EXPECT_GT(row["cpu_s_per_million"], 0) << row;
  }
  EXPECT_THAT(report["start"], SizeIs(4));
  EXPECT_THAT(report["latency"], SizeIs(8)) << "the codec can't be paced";
  for (const Json& row : report["latency"]) {
    EXPECT_GT(row["p50_us"], 0) << row;
    EXPECT_GE(row["max_us"], row["p999_us"]);
    EXPECT_GT(row["rate"], 0);
  }
  const auto count_ratios = [&report](const std::string& figure, std::uint64_t rate) {
    return std::ranges::count_if(report["ratios"],
                                 [&](const Json& ratio) { return ratio["figure"] == figure && ratio["rate"] == rate; });
  };
  EXPECT_EQ(count_ratios("rate", 0), 8 + 4) << "to the codec, and of pipes to queues";
  EXPECT_EQ(count_ratios("p50", 10'000), 2) << "of pipes to queues";
  EXPECT_EQ(count_ratios("p99", 10'000), 2);
  EXPECT_NE(report["verdict"], "");
  EXPECT_NE(report["provenance"]["cpu"], "");
}

TEST_F(Bench, ChoosesLinksTopologiesAndPayloads) {
  const Json report = report_of({"--messages", "50", "--topologies", "threads", "--links", "pipe", "--payload",
                                 "64,1KiB", "--baselines", "none", "--rates", "none"});
  ASSERT_THAT(report["rows"], SizeIs(2));
  EXPECT_EQ(subjects(report["rows"]), std::set<std::string>{"weir threads pipe 50"});
  EXPECT_EQ(report["rows"][0]["payload_bytes"], 64);
  EXPECT_EQ(report["rows"][1]["payload_bytes"], 1024);
  EXPECT_THAT(report["latency"], IsEmpty());
}

TEST_F(Bench, MeasuresTheUsersOwnPipelines) {
  const std::string words = write("words.txt", "one line\nand another one\n");
  const std::string ending =
      write("words.yaml", "version: 1\nname: words\nproducers: {a: {type: text_file, with: {path: " + words +
                              "}}}\nconsumers: {z: {type: count}}\n");
  const Json report = report_of({ending, sums(), "--messages", "10,500", "--rates", "none"});
  EXPECT_EQ(subjects(report["rows"]),
            (std::set<std::string>{"weir threads queue 2", "weir processes queue 2", "weir threads queue 10",
                                   "weir processes queue 10", "weir threads queue 500", "weir processes queue 500"}))
      << "the file has two lines";
  EXPECT_THAT(report["verdict"], AllOf(HasSubstr("words: "), HasSubstr("\nsums: ")));
}

TEST_F(Bench, MeasuresAPipelineThatEndsByItselfWithWhatItHas) {
  const Json report = report_of({"--rates", "none", sums("limit: 321\n")});
  EXPECT_EQ(subjects(report["rows"]), (std::set<std::string>{"weir threads queue 321", "weir processes queue 321"}));
}

TEST_F(Bench, LetsSeveralProducersMakeEqualShares) {
  const Json report =
      report_of({sums("", "type: counter, replicas: 3"), "--messages", "100", "--rates", "1k", "--paced-for", "50ms"});
  EXPECT_EQ(subjects(report["rows"]), (std::set<std::string>{"weir threads queue 102", "weir processes queue 102"}));
}

TEST_F(Bench, MeasuresProducersThatEndByThemselvesWithAllThatTheyHave) {
  const std::string one = write("one.txt", "a\n");
  const std::string three = write("three.txt", "a\nb\nc\n");
  const std::string file = write("files.yaml", "version: 1\nproducers: {a: {type: text_file, with: {path: " + one +
                                                   "}}, b: {type: text_file, with: {path: " + three +
                                                   "}}}\nconsumers: {z: {type: count}}\nqueues: {all: [a, b] -> z}\n");
  const Json report = report_of({file, "--topologies", "threads", "--rates", "1k", "--paced-for", "50ms"});
  EXPECT_EQ(subjects(report["rows"]), (std::set<std::string>{"weir threads queue 4"}));
}

TEST_F(Bench, LeavesNoOutputOfItsRunsBehind) {
  const std::string file = write("out.yaml",
                                 "version: 1\nname: out\nproducers: {a: {type: counter}}\n"
                                 "consumers: {z: {type: csv_file, with: {path: out.csv}}}\n");
  report_of({file, "--messages", "100", "--rates", "none"});
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv")));
  write("out.csv", "mine\n");
  expect_refused({file, "--messages", "100"}, 1, "out.csv' is there; move it away, or '--overwrite' replaces it");
  EXPECT_EQ(content_of(scratch("out.csv")), "mine\n");
}

TEST_F(Bench, RemovesWhatOneThatWasKilledHasLeft) {
  const std::filesystem::path left = scratch("t") / "weir-bench-killed";
  const std::filesystem::path begun = scratch("t") / "weir-bench-begun";
  for (const std::filesystem::path& folder : {left, begun}) std::filesystem::create_directories(folder / "0");
  std::filesystem::last_write_time(left, std::filesystem::file_time_type::clock::now() - std::chrono::hours{1});
  report_of({sums(""), "--messages", "1", "--rates", "none"});
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(begun)) << "may be of one that begins just now";
  std::filesystem::remove_all(begun);
}

TEST_F(Bench, RefusesToReportWhatDidNotArriveOnce) {
  const std::string drops = sums("queues: {one: {from: a, to: b, capacity: 16, on_full: drop_newest}, two: b -> z}\n");
  expect_refused({drops, "--messages", "100k"}, 1, "link 'one' dropped ");
}

TEST_F(Bench, SaysWhyARunFailedAndLeavesTheReportOfBefore) {
  const std::string fails = sums("", "type: counter, with: {from: 9223372036854775806}");
  write("before.json", "{}");
  for (const char* name : {"before.json", "new.json"}) {
    expect_refused({fails, "--messages", "10", "--report", scratch(name).string()}, 1, "does not fit into 64 bits");
  }
  EXPECT_EQ(content_of(scratch("before.json")), "{}");
  EXPECT_FALSE(std::filesystem::exists(scratch("new.json")));
}

TEST_F(Bench, RefusesInputsThatGiveNothingTwice) {
  const std::string file = write("in.yaml",
                                 "version: 1\nproducers: {a: {type: text_file, with: {path: /dev/stdin}}}\n"
                                 "consumers: {z: {type: count}}\n");
  expect_refused({file}, 1, "which gives nothing twice, and a bench runs it many times; give it a file");
}

TEST_F(Bench, SaysWhatItDoesNotTake) {
  expect_refused({"no.yaml"}, 78, "no.yaml");
  expect_refused({"configs/numbers.yaml", "--links", "pipe"}, 2, "--links is for the demo");
  expect_refused({"--set", "limit=1"}, 2, "--set needs a CONFIG");
  expect_refused({"--baselines", "libzmq"}, 2, "'libzmq' is none of none, all, ");
  expect_refused({"--payload", "7"}, 2, "must be from 8 to 8MB");
  expect_refused({"--repeats", "4"}, 2, "--repeats");
  expect_refused({"--messages", "0"}, 2, "must be from 1 to 1G");
  expect_refused({"--rates", "1e12"}, 2, "must be from 1 to 1G, half or none");
  expect_refused({"--paced-for", "0"}, 2, "must be more than nothing");
  expect_refused({"--from", "r.json", "--messages", "5"}, 2, "measures nothing of what else is asked for");
  expect_refused({sums(), sums()}, 1, "are both called 'sums'; give one of them another 'name'");
  expect_refused({"--rates", "often"}, 2, "--rates");
  expect_refused({"--compare", "no.json"}, 1, "no.json");
  expect_refused({"--report", scratch("no/such.json").string()}, 1, "can't write");
}

TEST_F(Bench, ShowsAndComparesReportsThatAreThere) {
  const std::string before = scratch("bench.json").string();
  report_of(
      {"--messages", "100", "--topologies", "threads", "--links", "queue", "--baselines", "none", "--rates", "none"});
  const std::string page = scratch("page.html").string();
  const Ended shown = bench({"--from", before, "--compare", before, "--html", page, "--markdown"});
  EXPECT_EQ(shown.exit_code, 0) << shown;
  EXPECT_THAT(shown.out, AllOf(HasSubstr("| weir threads queue | 100 |"), HasSubstr("no difference that could be told"),
                               HasSubstr("| 1.000 |")));
  EXPECT_THAT(content_of(page), HasSubstr("\"rate_median\""));
}

TEST_F(Bench, ShoutsWhereItsFiguresSayNothing) {
  const Ended ended = bench(
      {"--messages", "10", "--topologies", "threads", "--links", "queue", "--baselines", "none", "--rates", "none"});
  const std::string shout = "ATTENTION: this is no release build";
  if (kSanitized) {
    EXPECT_THAT(ended.out, HasSubstr(shout));
    EXPECT_THAT(ended.err, HasSubstr(shout));
  } else {
    EXPECT_THAT(ended.out, Not(HasSubstr(shout)));
  }
}

TEST_F(Bench, LeavesNothingWhenItIsInterrupted) {
  Child child = start({"bench", sums(), "--messages", "100M", "--rates", "none"});
  ASSERT_TRUE(eventually([&] { return processes().size() >= 3; })) << child.err();
  child.signal(SIGINT);
  const Ended ended = child.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended;
  EXPECT_THAT(ended.err, HasSubstr("interrupted; its runs are ended and removed"));
  EXPECT_TRUE(eventually([&] { return processes().empty(); }));
}

}  // namespace
}  // namespace weir
