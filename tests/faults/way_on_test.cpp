#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

#include "observe/page.h"
#include "support/program_test.h"

// Runs that broke off: what they say of `weir resume` is so, and it replaces nothing of others.
namespace weir {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kEndlessSquares = R"(version: 1
name: squares
delivery: effectively_once
producers: {a: {type: counter}}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}}}
)";

class WayOn : public EachTopology {
 protected:
  WayOn() { environment_["OUT"] = out_.string(); }

  Child start_squares(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {file_, "--topology", GetParam(), "--run-dir", place_.string()});
    return start_run(std::move(flags));
  }

  /// Until there is something that a new life would go on in.
  void await_part(const Child& child) const {
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(part_) && std::filesystem::file_size(part_) > 0; }))
        << child.err();
  }

  /// Its launcher is killed as it writes.
  void killed_squares(const std::vector<std::string>& flags = {}) {
    Child child = start_squares(flags);
    await_part(child);
    child.signal(SIGKILL);
    child.wait();
  }

  Ended resume() const { return weir({"resume", place_.string(), "--stop-after", "1ms"}); }

  const std::filesystem::path out_ = scratch("out.csv");
  const std::filesystem::path part_ = scratch("out.csv.part");
  const std::filesystem::path place_ = scratch("place");
  const std::string file_ = write("squares.yaml", kEndlessSquares);
};

TEST_P(WayOn, IsBarredWhereWhatWasBegunIsGoneUntilItIsBack) {
  const std::string barred = "weir: '" + part_.string() + "', which 'z' had begun, is gone; once it is back in its " +
                             "place, `weir resume " + place_.string() + "` goes on";
  const std::filesystem::path aside = scratch("aside");
  Child child = start_squares();
  await_part(child);
  std::filesystem::create_hard_link(part_, aside);
  std::filesystem::remove(part_);
  child.signal(SIGINT);
  const Ended broken_off = child.wait();
  expect_failure(broken_off, barred);
  EXPECT_THAT(broken_off.err, Not(HasSubstr("nothing is lost")));
  expect_failure(resume(), barred);
  EXPECT_FALSE(std::filesystem::exists(part_));
  std::filesystem::rename(aside, part_);
  const Ended ended = resume();
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(content_of(out_), StartsWith("value\n0\n"));
}

TEST_P(WayOn, StaysWhereARunThatNobodyGaveAPlaceBreaksOffAgain) {
  Child child = start_run({file_, "--topology", GetParam()});
  await_part(child);
  child.signal(SIGKILL);
  child.wait();
  const std::string place = left_in_runs().front();
  const std::filesystem::path aside = scratch("aside");
  std::filesystem::rename(part_, aside);
  std::filesystem::create_directory(part_);
  const Ended failed = weir({"resume", place, "--stop-after", "1ms"});
  expect_failure(failed, "nothing is lost yet: `weir resume " + place + "` goes on from here");
  std::filesystem::remove(part_);
  std::filesystem::rename(aside, part_);
  const Ended ended = weir({"resume", place, "--stop-after", "1ms"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(content_of(out_), StartsWith("value\n0\n"));
  EXPECT_THAT(left_in_runs(), ::testing::IsEmpty());
}

TEST_P(WayOn, LeadsOverNoFileThatSomebodyElseHasPutThere) {
  killed_squares();
  write("out.csv", "mine\n");
  expect_failure(resume(), "squares.yaml:5:13: '" + out_.string() +
                               "', which 'z' writes, was put there by somebody else since the run began; move it away");
  EXPECT_EQ(content_of(out_), "mine\n");
  std::filesystem::remove(out_);
  const Ended ended = resume();
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(content_of(out_), StartsWith("value\n0\n"));
}

TEST_P(WayOn, LeadsOverNoFileThatIsThereBeforeAnythingWasWritten) {
  const std::filesystem::path folder = scratch("folder");
  environment_["OUT"] = (folder / "out.csv").string();
  write("folder", "a file where the folder of the output should be");
  expect_failure(start_squares().wait(), "nothing is lost yet: `weir resume " + place_.string() + "` goes on");
  std::filesystem::remove(folder);
  write("folder/out.csv", "mine\n");
  expect_failure(resume(), "was put there by somebody else");
  EXPECT_EQ(content_of(folder / "out.csv"), "mine\n");
  EXPECT_EQ(weir({"clean"}).exit_code, 0);
}

TEST_P(WayOn, LeadsOverWhatARunBeforeHasWrittenWhereThatWasWanted) {
  write("out.csv", "of a run before\n");
  killed_squares({"--overwrite"});
  const Ended ended = resume();
  EXPECT_EQ(ended.exit_code, 0) << ended;
  EXPECT_THAT(content_of(out_), StartsWith("value\n0\n"));
}

INSTANTIATE_TEST_SUITE_P(, WayOn, topologies(), name_of_topology);

class WayOnOfProcesses : public ProgramTest {};

TEST_F(WayOnOfProcesses, LeadsOverTheFileOfAStageThatHasBegunItInPlace) {
  program_ = WEIR_CHAOS_PROGRAM;
  const std::filesystem::path place = scratch("place");
  const std::filesystem::path out = scratch("out.txt");
  environment_["OUT"] = out.string();
  const std::string file = write("in_place.yaml", R"(version: 1
producers: {a: {type: host_metrics, with: {interval: 24h}}}
consumers: {z: {type: in_place, with: {path: "${OUT}"}}}
)");
  Child child = start_run({file, "--topology", "processes", "--run-dir", place.string()});
  ASSERT_TRUE(eventually([&] { return content_of(out) == "begun\n"; })) << child.err();
  ASSERT_TRUE(eventually([&] {
    return observe::Page::open(place / "page.1", {.inlets = 1, .outlets = 0}).stage().heartbeat_ns.get() != 0;
  }));
  child.signal(SIGKILL);
  child.wait();
  const Ended ended = weir({"resume", place.string(), "--stop-after", "1ms"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
}

TEST_F(WayOnOfProcesses, IsNoneWhereWhatWasReadDoesNotComeAgain) {
  const std::string fifo = scratch("fifo").string();
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  const std::string place = scratch("place").string();
  Child child = start({"run",
                       write("lines.yaml",
                             "version: 1\nproducers: {lines: {type: text_file, with: {path: fifo}}}\n"
                             "consumers: {shown: {type: console}}\n"),
                       "--topology", "processes", "--run-dir", place});
  int writer = -1;
  ASSERT_TRUE(eventually([&] { return (writer = ::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) >= 0; }));
  constexpr std::string_view kLine = "a line\n";
  EXPECT_EQ(::write(writer, kLine.data(), kLine.size()), kLine.size());
  EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
  ::kill(stage_process("lines[0]"), SIGKILL);
  const Ended ended = child.wait();
  ::close(writer);
  expect_failure(ended, "weir: the run can't be taken up: 'lines' read '" + fifo + "', which gives nothing twice");
  EXPECT_THAT(ended.err, Not(HasSubstr("resume")));
  EXPECT_FALSE(std::filesystem::exists(place));
}

TEST_F(WayOnOfProcesses, IsWithoutWhatASensorHadUnderWay) {
  const std::string place = scratch("place").string();
  write("missing", "a file where the folder of the output should be");
  const Ended ended = weir({"run",
                            write("host.yaml",
                                  "version: 1\nproducers: {host: {type: host_metrics}}\n"
                                  "consumers: {rows: {type: csv_file, with: {path: missing/out.csv}}}\n"),
                            "--topology", "processes", "--run-dir", place});
  expect_failure(
      ended, "weir: `weir resume " + place + "` goes on from here, but for what 'host' had sent and nobody had got");
  EXPECT_EQ(weir({"clean"}).exit_code, 0);
}

}  // namespace
}  // namespace weir
