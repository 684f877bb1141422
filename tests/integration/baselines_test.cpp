#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <string>
#include <vector>

#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Sockets and scripts have a TMPDIR of their own here.
class Baselines : public ProgramTest {
 protected:
  Baselines() {
    std::filesystem::create_directory(scratch("t"));
    environment_["TMPDIR"] = scratch("t").string();
    environment_["PATH"] = "/usr/bin:/bin";  // a python3 of the user's own may be a script that starts others first
  }

  Ended baseline(const std::string& name, std::vector<std::string> flags) const {
    flags.insert(flags.begin(), {"baseline", name});
    return weir(std::move(flags));
  }

  std::vector<std::filesystem::path> temporary_files() const {
    const std::filesystem::directory_iterator all(scratch("t"));
    return {begin(all), end(all)};
  }
};

class EachBaseline : public Baselines, public ::testing::WithParamInterface<std::string> {};

TEST_P(EachBaseline, CountsEachMessageOnceAndLeavesNothing) {
  for (const std::string bytes : {"8", "1024"}) {
    const Ended ended = baseline(GetParam(), {"--messages", "1000", "--payload", bytes});
    ASSERT_EQ(ended.exit_code, 0) << ended;
    EXPECT_EQ(ended.err, "");
    const Json line = Json::parse(ended.out);
    EXPECT_EQ(line["messages"], 1000);
    EXPECT_GT(line["seconds"], 0);
    EXPECT_LT(line["seconds"], ended.took.count());
    EXPECT_FALSE(line.contains("latency_us"));
    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 1);
  }
  EXPECT_THAT(temporary_files(), IsEmpty());
}

TEST_P(EachBaseline, TakesPayloadsThatStayUnread) {
  const Ended ended = baseline(GetParam(), {"--messages", "100", "--payload", "1000", "--unread"});
  EXPECT_EQ(ended.exit_code, 0) << ended;
}

std::string name_of_baseline(const ::testing::TestParamInfo<std::string>& parameter) {
  std::string name = parameter.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, EachBaseline,
                         ::testing::Values("libzmq-inproc", "libzmq-ipc", "libzmq-tcp", "python-queue", "python-pipe",
                                           "python-thread-queue", "codec"),
                         name_of_baseline);

TEST_F(Baselines, HavePercentilesInOrderWhereTheyArePaced) {
  for (const std::string name : {"libzmq-inproc", "libzmq-ipc", "libzmq-tcp"}) {
    for (const std::string bytes : {"8", "1024"}) {
      const Ended ended = baseline(name, {"--messages", "200", "--payload", bytes, "--rate", "2000"});
      ASSERT_EQ(ended.exit_code, 0) << name << ended;
      const Json line = Json::parse(ended.out);
      EXPECT_GE(line["seconds"], 199.0 / 2000) << name;
      double before = 0;
      for (const char* rank : {"p50", "p90", "p99", "p999", "max"}) {
        const double us = line["latency_us"][rank];
        EXPECT_GE(us, before) << name << ' ' << rank;
        EXPECT_GT(us, 0) << name << ' ' << rank;
        before = us;
      }
    }
  }
  EXPECT_THAT(temporary_files(), IsEmpty());
}

TEST_F(Baselines, ThatCannotBeRunHereSayWhyAndExitWith3) {
  const Ended unpaced = baseline("codec", {"--rate", "1000"});
  EXPECT_EQ(unpaced.exit_code, 3) << unpaced;
  EXPECT_THAT(unpaced.err, HasSubstr("codec can't be run at a given rate"));

  const Ended unknown = baseline("pigeons", {});
  EXPECT_EQ(unknown.exit_code, 3) << unknown;
  EXPECT_THAT(unknown.err, HasSubstr("no baseline is called 'pigeons'"));

  for (const std::string& path : {std::string(), scratch("t").string()}) {
    environment_["PATH"] = path;
    const Ended ended = baseline("python-pipe", {"--messages", "10"});
    EXPECT_EQ(ended.exit_code, 3) << ended;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr("no python3 is on the PATH"));
  }
}

TEST_F(Baselines, AreNoVerbForPeople) { EXPECT_THAT(weir({"--help"}).out, Not(HasSubstr("\n  baseline "))); }

TEST_F(Baselines, ThatAreKilledLeaveNoProcessAndNoFile) {
  const std::map<std::string, std::size_t> processes_of{
      {"libzmq-ipc", 2}, {"libzmq-tcp", 2}, {"python-queue", 3}, {"python-pipe", 3}, {"python-thread-queue", 2}};
  for (const auto& of : processes_of) {
    const Child child = start({"baseline", of.first, "--messages", "1000000000"});
    EXPECT_TRUE(eventually([&] { return processes().size() == of.second && temporary_files().empty(); })) << of.first;
    child.signal(SIGKILL);
    EXPECT_TRUE(eventually([this] { return processes().empty(); })) << of.first;
    EXPECT_THAT(temporary_files(), IsEmpty()) << of.first;
  }
}

TEST_F(Baselines, WhoseSenderIsKilledFail) {
  const std::map<std::string, std::size_t> processes_of{
      {"libzmq-ipc", 2}, {"libzmq-tcp", 2}, {"python-queue", 3}, {"python-pipe", 3}};
  for (const auto& of : processes_of) {
    Child child = start({"baseline", of.first, "--messages", "1000000000"});
    ASSERT_TRUE(eventually([&] { return processes().size() == of.second && temporary_files().empty(); })) << of.first;
    const std::vector<ProcessSeen> seen = processes();
    kill(std::ranges::max(seen, {}, &ProcessSeen::pid).pid, SIGKILL);  // the sender is started last
    expect_failure(child.wait(), of.first);
  }
}

}  // namespace
}  // namespace weir
