#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/payloads.h"
#include "support/standard_output.h"

namespace weir {
namespace {

using payloads::sample;
using v1::Blob;
using v1::Number;
using v1::Sample;
using v1::Text;

template <Record In>
std::string printed(const std::vector<In>& records) {
  return printed_by([&] { drive::consume<In>(consumers::console(), {}, records); });
}

/// What `printing` fails with when standard output is `path`.
std::string failure_on(const std::string& path, const std::vector<Text>& records) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const Redirected redirected(descriptor);
  ::close(descriptor);
  return drive::failure_of([&] { drive::consume<Text>(consumers::console(), {}, records); });
}

TEST(Console, PrintsATextAsItIsAndANumberAsItsDigits) {
  EXPECT_EQ(printed(payloads::texts({})), "");
  EXPECT_EQ(printed(payloads::texts({"one", "", "grün\t\"2\""})), "one\n\ngrün\t\"2\"\n");
  EXPECT_EQ(printed(payloads::numbers({0, -9'223'372'036'854'775'807 - 1})), "0\n-9223372036854775808\n");
}

TEST(Console, PrintsASampleForPeople) {
  EXPECT_EQ(printed(std::vector{sample("t", 21.5, "°C", 1'700'000'000'500'000'000), sample("load", 0.1),
                                sample("x", std::numeric_limits<double>::quiet_NaN(), "V")}),
            "2023-11-14T22:13:20.500Z  t = 21.5 °C\nload = 0.1\nx = nan V\n");
}

TEST(Console, PrintsOtherRecordsAsJson) {
  Blob blob;
  blob.set_data("abc");
  EXPECT_EQ(printed(std::vector{blob, Blob()}), "{\"data\":\"YWJj\"}\n{\"data\":\"\"}\n");
}

TEST(Console, PrintsAllOfALongOutput) {
  const std::string line(1000, 'x');
  EXPECT_EQ(printed(payloads::texts(std::vector<std::string>(1000, line))).size(), 1000 * 1001U);
}

TEST(Console, PrintsWhatItHasWhenTheRunBreaksOff) {
  EXPECT_EQ(printed_by([] {
              const auto consumer = drive::make<BatchConsumer>(consumers::console());
              consumer->stage().start();
              RecordsOf<Text> records;
              records.append().set_text("last words");
              drive::KeptRejections rejections;
              consumer->consume(records, {0, 1}, rejections);
            }),
            "last words\n");
}

TEST(Console, ShowsEachLineAtOnceOnATerminal) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(terminal, 0);
  ASSERT_EQ(::grantpt(terminal), 0);
  ASSERT_EQ(::unlockpt(terminal), 0);
  const int line = ::open(::ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(line, 0);
  const auto consumer = drive::make<BatchConsumer>(consumers::console());
  {
    const Redirected redirected(line);
    consumer->stage().start();
    RecordsOf<Text> records;
    records.append().set_text("now");
    drive::KeptRejections rejections;
    consumer->consume(records, {0, 1}, rejections);
  }
  pollfd readable{terminal, POLLIN, 0};
  ASSERT_EQ(::poll(&readable, 1, 5000), 1);
  char shown[16] = {};
  EXPECT_EQ(::read(terminal, shown, sizeof shown), 5);
  EXPECT_STREQ(shown, "now\r\n");
  ::close(line);
  ::close(terminal);
}

TEST(Console, FailsWhereTheDeviceIsFull) {
  EXPECT_EQ(failure_on("/dev/full", payloads::texts({"a"})),
            "cannot write to standard output: No space left on device");
  EXPECT_EQ(failure_on("/dev/full", {}), "");
}

TEST(Console, FailsWhereItsReaderHasGone) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);  // as the program does
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  std::string failure;
  {
    const Redirected redirected(ends[1]);
    ::close(ends[1]);
    failure = drive::failure_of([] { drive::consume<Text>(consumers::console(), {}, payloads::texts({"a"})); });
  }
  std::signal(SIGPIPE, before);
  EXPECT_EQ(failure, "cannot write to standard output: Broken pipe");
}

}  // namespace
}  // namespace weir
