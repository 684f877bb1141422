#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>

#include "support/program_test.h"

namespace weir {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class BenchOfLessons : public ProgramTest {
 protected:
  Ended bench(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "bench");
    arguments.insert(arguments.end(), {"--report", scratch("bench.json").string()});
    return weir(std::move(arguments));
  }
  Json report() const { return Json::parse(content_of(scratch("bench.json"))); }
};

/// A TCP socket of this machine.
class LocalSocket {
 public:
  LocalSocket() = default;
  LocalSocket(const LocalSocket&) = delete;
  LocalSocket& operator=(const LocalSocket&) = delete;
  ~LocalSocket() { close(number_); }

  std::uint16_t take_any_port() {
    sockaddr_in address = at_port(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(number_, name_of(address), size), 0);
    EXPECT_EQ(getsockname(number_, name_of(address), &size), 0);
    return ntohs(address.sin_port);
  }

  bool reaches(std::uint16_t port) {
    sockaddr_in address = at_port(port);
    return connect(number_, name_of(address), sizeof address) == 0;
  }

 private:
  static sockaddr* name_of(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }
  static sockaddr_in at_port(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  int number_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

std::set<std::string> subjects_of(const Json& rows) {
  std::set<std::string> found;
  for (const Json& row : rows) {
    found.insert(row["system"].get<std::string>() + " " + row["topology"].get<std::string>() + " " +
                 std::to_string(row["messages"].get<std::uint64_t>()));
  }
  return found;
}

TEST_F(BenchOfLessons, SetsThemBesideTheSameInPython) {
  const Ended ended = bench({"configs/lessons/square.yaml", "--messages", "1k"});
  ASSERT_EQ(ended.exit_code, 0) << ended;
  EXPECT_EQ(subjects_of(report()["rows"]),
            (std::set<std::string>{"weir serial 1000", "weir threads 1000", "weir processes 1000", "python serial 1000",
                                   "python threads 1000", "python processes 1000"}));
  EXPECT_THAT(report()["latency"], IsEmpty()) << "unless --rates asks for it";
  EXPECT_THAT(ended.out, HasSubstr("Lessons, in messages a second"));
  EXPECT_THAT(ended.out, HasSubstr("\n  square"));
}

TEST_F(BenchOfLessons, LeavesPythonOutWhereItIsNotWanted) {
  const Ended ended =
      bench({"configs/lessons/square.yaml", "--messages", "10", "--baselines", "none", "--topologies", "threads"});
  ASSERT_EQ(ended.exit_code, 0) << ended;
  EXPECT_EQ(subjects_of(report()["rows"]), std::set<std::string>{"weir threads 10"});
}

TEST_F(BenchOfLessons, LeavesPythonOutWhereThereIsNone) {
  environment_["PATH"] = scratch("").string();
  const Ended ended = bench({"configs/lessons/square.yaml", "--messages", "10", "--topologies", "serial"});
  ASSERT_EQ(ended.exit_code, 0) << ended;
  EXPECT_EQ(subjects_of(report()["rows"]), std::set<std::string>{"weir serial 10"});
  EXPECT_THAT(ended.out, HasSubstr("left out: python: no python3 is on the PATH\n"));
  const Ended pages = bench({"configs/lessons/http_get.yaml"});
  EXPECT_EQ(pages.exit_code, 1) << pages;
  EXPECT_THAT(pages.err, HasSubstr("nothing left to measure: no python3 is on the PATH, which serves its pages"));
}

TEST_F(BenchOfLessons, ServesThePagesThatTheyAskThisMachineFor) {
  const std::uint16_t port = LocalSocket().take_any_port();
  environment_["PAGES"] = "http://127.0.0.1:" + std::to_string(port);
  const Ended ended =
      bench({"configs/lessons/http_get.yaml", "--messages", "1", "--topologies", "threads", "--baselines", "none"});
  ASSERT_EQ(ended.exit_code, 0) << ended;
  const Json rows = report()["rows"];
  for (const Json& row : rows) EXPECT_LT(row["rate_max"], 20) << "each page takes 50 ms: " << row;
  EXPECT_FALSE(LocalSocket().reaches(port));
}

TEST_F(BenchOfLessons, RefusesThoseWhoseRecordsAreRejected) {
  const Ended ended = bench({"configs/lessons/fibonacci.yaml", "--set", "producers.numbers.with.value=0"});
  EXPECT_EQ(ended.exit_code, 1) << ended;
  EXPECT_THAT(ended.err, HasSubstr("'fibonacci' as processes: fibonacci rejected "));
}

}  // namespace
}  // namespace weir
