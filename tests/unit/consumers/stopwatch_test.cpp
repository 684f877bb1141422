#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"
#include "support/standard_output.h"

namespace weir {
namespace {

using v1::Number;
using v1::Text;

struct Stopped {
  std::string printed;
  Results results;
};

Stopped stop(const drive::With& with, const std::vector<Number>& records) {
  Stopped stopped;
  stopped.printed =
      printed_by([&] { stopped.results = drive::consume<Number>(consumers::stopwatch(), with, records).results; });
  return stopped;
}

double seconds_in(const Results& results) { return std::get<double>(results.at("seconds")); }

TEST(Stopwatch, SaysHowLongItsRecordsTook) {
  const Stopped stopped = stop({}, payloads::numbers({5, 7}));
  EXPECT_THAT(stopped.printed, testing::MatchesRegex("2 records took [0-9.e-]+ seconds\n"));
  EXPECT_EQ(stopped.results.at("count"), Result(std::int64_t{2}));
  EXPECT_GT(seconds_in(stopped.results), 0);
  EXPECT_EQ(std::get<std::string>(stopped.results.at("sentence")) + "\n", stopped.printed);
}

TEST(Stopwatch, TookNoTimeWithoutRecords) {
  const Stopped stopped = stop({}, {});
  EXPECT_EQ(stopped.printed, "0 records took 0 seconds\n");
  EXPECT_EQ(seconds_in(stopped.results), 0);
}

TEST(Stopwatch, FillsItsSentence) {
  EXPECT_EQ(stop({{"sentence", "Sending {count} of {count} {numbers} {}{ to Pipe()"}}, payloads::numbers({1})).printed,
            "Sending 1 of 1 {numbers} {}{ to Pipe()\n");
  EXPECT_EQ(stop({{"sentence", ""}}, payloads::numbers({1})).printed, "\n");
}

TEST(Stopwatch, RunsFromTheFirstRecordToTheEnd) {
  using namespace std::chrono_literals;
  const auto consumer = drive::make<BatchConsumer>(consumers::stopwatch());
  RecordsOf<Text> records;
  records.append();
  drive::KeptRejections rejections;
  std::this_thread::sleep_for(100ms);
  const auto before = std::chrono::steady_clock::now();
  consumer->consume(records, {0, 1}, rejections);
  std::this_thread::sleep_for(20ms);
  consumer->consume(records, {0, 1}, rejections);
  printed_by([&] { consumer->finish(); });
  const std::chrono::duration<double> most = std::chrono::steady_clock::now() - before;
  const double seconds = seconds_in(consumer->stage().results());
  EXPECT_GE(seconds, 0.02);
  EXPECT_LE(seconds, most.count());
  EXPECT_EQ(seconds_in(consumer->stage().results()), seconds);
}

TEST(Stopwatch, ShowsFourDigitsOfTheSeconds) {
  using namespace std::chrono_literals;
  const auto consumer = drive::make<BatchConsumer>(consumers::stopwatch(), {{"sentence", "{seconds}"}});
  RecordsOf<Text> records;
  records.append();
  drive::KeptRejections rejections;
  consumer->consume(records, {0, 1}, rejections);
  std::this_thread::sleep_for(10ms);
  const std::string printed = printed_by([&] { consumer->finish(); });
  EXPECT_LE(printed.substr(printed.find_first_not_of("0.")).size(), 5) << printed;
  EXPECT_NEAR(std::stod(printed), seconds_in(consumer->stage().results()), 0.0005 * std::stod(printed));
}

TEST(Stopwatch, FailsWhereStandardOutputIsFull) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  const Redirected redirected(full);
  ::close(full);
  EXPECT_EQ(drive::failure_of([] { drive::consume<Number>(consumers::stopwatch(), {}, {}); }),
            "cannot write to standard output: No space left on device");
}

TEST(Stopwatch, GoesOnWithTheCountOfAnEarlierLife) {
  Results results;
  EXPECT_THAT(
      printed_by([&] {
        results = drive::consume_in_two_lives<Number>(consumers::stopwatch(), {}, payloads::numbers({5, -7, 12, 1}), 2);
      }),
      testing::StartsWith("4 records took "));
  EXPECT_EQ(results.at("count"), Result(std::int64_t{4}));
}

}  // namespace
}  // namespace weir
