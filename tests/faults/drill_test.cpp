#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <weir/descriptor.h>

#include <algorithm>

#include "support/program_test.h"

// `weir drill`: faults on purpose, and what it says of them.
namespace weir {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kDrilled = a_fifth_if_sanitized(400'000);

const std::string kSquares = R"(version: 1
name: squares
limit: )" + std::to_string(kDrilled) +
                             R"(
producers: {a: {type: counter}}
transformers: {t: {type: square, replicas: 2}}
consumers: {z: {type: csv_file, with: {path: out.csv}}}
queues: {q: a -> t, r: {from: t, to: z, ordered: true}}
)";

const std::string kCollected = R"(version: 1
delivery: effectively_once
limit: 2k
producers: {a: {type: counter}}
transformers: {t: {type: square, replicas: 2}}
consumers: {z: {type: collect, with: {most: 10k}}}
queues: {q: {from: a, to: t, batch: {records: 1}}, r: t -> z}
)";

class Drill : public ProgramTest {
 protected:
  Ended drill(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"drill", write("squares.yaml", kSquares)});
    return weir(std::move(flags));
  }
};

TEST_F(Drill, SaysWhatEachFaultDidAndThatTheOutputsAreTheSame) {
  const Ended ended = drill({"--set", "delivery=effectively_once", "--kill", "t[1]@20%", "--freeze", "z:100ms@40%",
                             "--kill", "a@60%", "--kill", "weir@80%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("drill of 'squares' with seed 1"));
  for (const std::string row :
       {"20 %  t[1]  killed", "40 %  z[0]  frozen for 100ms", "60 %  a[0]  killed", "80 %  weir  killed"}) {
    EXPECT_THAT(ended.out, HasSubstr(row));
  }
  EXPECT_THAT(ended.out, HasSubstr("lost 0\n"));
  EXPECT_THAT(ended.out, HasSubstr("results: those of an undisturbed run"));
  EXPECT_THAT(ended.out, HasSubstr("out.csv: byte for byte that of an undisturbed run"));
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv.undisturbed")));
}

TEST_F(Drill, ComparesLinesWhereTheirOrderIsAMatterOfChance) {
  const Ended ended = drill({"--set", "delivery=effectively_once", "--set", "queues.r.ordered=false", "--set",
                             "queues.q.batch.records=1", "--limit", "20k", "--kill", "t[1]@20%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out,
              HasSubstr("out.csv: the same lines as of an undisturbed run, whose order is a matter of chance"));
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv.undisturbed")));
}

TEST_F(Drill, ComparesWhatIsCollectedAlsoWhereItsOrderIsAMatterOfChance) {
  const Ended ended = weir({"drill", write("collected.yaml", kCollected), "--kill", "t[0]@50%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("results: those of an undisturbed run"));
}

TEST_F(Drill, NamesTheFolderForItsRunsThatCannotBe) {
  for (const std::string folder : {"/nowhere", "/dev/null", "/proc"}) {
    environment_["TMPDIR"] = folder;
    const Ended ended = drill({});
    expect_failure(ended, "weir: drill: no place for its runs in '" + folder + "': ");
    EXPECT_THAT(ended.err, HasSubstr("; TMPDIR chooses another\n"));
  }
}

TEST_F(Drill, SaysWhatWasLostWhereThatWasToBeExpected) {
  const Ended ended = drill({"--set", "delivery=at_most_once", "--set", "queues.r.ordered=false", "--kill", "t[0]@30%",
                             "--kill", "t[1]@60%"});
  EXPECT_EQ(ended.exit_code, 3) << ended;
  EXPECT_THAT(ended.out, ::testing::Not(HasSubstr("lost 0\n")));
  EXPECT_THAT(ended.out, HasSubstr("DIFFER from those of an undisturbed run"));
  EXPECT_THAT(ended.out, HasSubstr("DIFFERS from that of an undisturbed run"));
}

TEST_F(Drill, RefusesFaultsThatMakeNoSense) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--kill", "nobody@50%"}, "nothing is called 'nobody'; there are weir, a[0], t[0], t[1], z[0]"},
      {{"--kill", "a@half"}, "'half' must be a percentage"},
      {{"--freeze", "a"}, "must say for how long, such as a:3s"},
      {{"--freeze", "a:soon"}, "'soon'"},
      {{"--freeze", "weir:3s"}, "'weir' can only be killed"},
      {{"--kill", "a@50%", "--topology", "threads"}, "'a' has no process of its own; '--topology processes' gives it"}};
  for (const auto& [flags, why] : cases) {
    const Ended ended = drill(flags);
    EXPECT_EQ(ended.exit_code, 2) << ended;
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
}

TEST_F(Drill, MeasuresAFreezeFromItsBeginning) {
  const Ended ended = drill({"--freeze", "a:300ms@30%", "--freeze", "z:300ms@60%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out, testing::ContainsRegex("a\\[0\\]  frozen for 300ms +3[0-9][0-9] ms"));
  EXPECT_THAT(ended.out, testing::ContainsRegex("z\\[0\\]  frozen for 300ms +3[0-9][0-9] ms"));
}

TEST_F(Drill, ThatIsBrokenOffLeavesNoRun) {
  environment_["TMPDIR"] = scratch("drills").string();
  std::filesystem::create_directory(scratch("drills"));
  Child child = start({"drill", write("squares.yaml", kSquares), "--limit", "1G", "--kill", "a"});
  ASSERT_TRUE(eventually([&] { return processes().size() == 6; }));  // the drill, the launcher and the stages
  child.signal(SIGTERM);
  const Ended ended = child.wait();
  EXPECT_EQ(ended.exit_code, 130);
  EXPECT_THAT(ended.err, HasSubstr("weir: drill: interrupted; its runs are ended and removed\n"));
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv.part")));
  EXPECT_THAT(processes(), testing::IsEmpty());
  EXPECT_THAT(left_in_runs(), testing::IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(scratch("drills")));
}

TEST_F(Drill, TakesItsRunAlongWhereItIsKilled) {
  environment_["TMPDIR"] = scratch("drills").string();
  std::filesystem::create_directory(scratch("drills"));
  Child child = start({"drill", write("squares.yaml", kSquares), "--limit", "1G", "--kill", "a"});
  ASSERT_TRUE(eventually([&] { return processes().size() == 6; }));
  child.signal(SIGKILL);
  child.wait();
  EXPECT_TRUE(eventually([&] { return processes().empty(); }));
  EXPECT_EQ(weir({"clean"}).exit_code, 0);
  EXPECT_THAT(left_in_runs(), testing::IsEmpty());
}

TEST_F(Drill, WritesWhereALinkLeads) {
  std::filesystem::create_symlink("behind.csv", scratch("out.csv"));
  const Ended ended = drill({"--set", "delivery=effectively_once", "--kill", "t[1]@20%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_TRUE(std::filesystem::is_symlink(scratch("out.csv")));
  EXPECT_EQ(std::ranges::count(content_of(scratch("behind.csv")), '\n'), kDrilled + 1);
}

TEST_F(Drill, LeavesWhatAnotherHadBegun) {
  const std::string part = write("out.csv.part", "of another\n");
  const Descriptor writer(::open(part.c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_EQ(flock(writer.number(), LOCK_EX), 0);
  expect_failure(drill({"--kill", "a"}), "another writer has it open");
  EXPECT_EQ(content_of(part), "of another\n");
}

TEST_F(Drill, KillsTheLauncherOfThreads) {
  const std::vector<std::string> as_threads{"--topology", "threads", "--set", "delivery=effectively_once"};
  std::vector<std::string> flags = as_threads;
  flags.insert(flags.end(), {"--kill", "weir@50%"});
  const Ended ended = drill(flags);
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("50 %  weir  killed"));
  EXPECT_THAT(ended.out, HasSubstr("out.csv: byte for byte that of an undisturbed run"));
}

TEST_F(Drill, ComparesNothingWhereARunDoesNotMakeTheRecordsOfAnother) {
  const Ended ended = weir({"drill",
                            write("host.yaml",
                                  "version: 1\nproducers: {host: {type: host_metrics, with: {interval: 1ms, count: "
                                  "50}}}\nconsumers: {rows: {type: csv_file, with: {path: out.csv}}}\n"),
                            "--freeze", "rows:10ms@50%"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("outputs: not compared, for 'host' can't make the same records a second time\n"));
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv.undisturbed")));
}

TEST_F(Drill, RefusesAnInputThatGivesNothingTwice) {
  const std::string fifo = scratch("fifo").string();
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  const Ended ended = weir({"drill", write("lines.yaml",
                                           "version: 1\nproducers: {lines: {type: text_file, with: {path: fifo}}}\n"
                                           "consumers: {shown: {type: console}}\n")});
  expect_failure(ended, "weir: drill: 'lines' reads '" + fifo + "', which gives nothing twice");
}

TEST_F(Drill, RefusesToKillALauncherWhoseRunCannotBeTakenUp) {
  expect_failure(
      drill({"--kill", "weir", "--set", "delivery=at_most_once", "--set", "queues.r.ordered=false"}),
      "weir: drill: a run whose 'weir' was killed can't be taken up: 'delivery: at_most_once' keeps nothing");
}

TEST_F(Drill, KeepsWhatIsInTheWayOfItsComparison) {
  const std::string kept = write("out.csv.undisturbed", "mine\n");
  const Ended ended = drill({"--kill", "a"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, HasSubstr("out.csv.undisturbed is there; move it away"));
  EXPECT_EQ(content_of(kept), "mine\n");
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv")));
}

TEST_F(Drill, ReplacesWhatARunBeforeHasWrittenOnlyWhereThatIsWanted) {
  const std::string out = write("out.csv", "mine\n");
  const Ended ended = drill({"--kill", "a"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, HasSubstr("is there already"));
  EXPECT_EQ(content_of(out), "mine\n");
  EXPECT_EQ(drill({"--kill", "a", "--set", "delivery=effectively_once", "--overwrite"}).exit_code, 0);
  EXPECT_EQ(std::ranges::count(content_of(out), '\n'), kDrilled + 1);
}

}  // namespace
}  // namespace weir
