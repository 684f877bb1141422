#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using std::chrono::steady_clock;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using v1::Sample;

/// The kernel's files of a host that stands still.
class FakeHost {
 public:
  FakeHost() {
    set_ticks(100, 900);
    folder_.write("proc/meminfo", "MemTotal:  1000 kB\nMemFree: 100 kB\nMemAvailable:  400 kB\nHugePages_Total: 0\n");
    folder_.write("proc/loadavg", "0.25 1.50 2.75 1/234 5678\n");
    folder_.write("sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
    folder_.write("sys/class/thermal/thermal_zone0/temp", "45500\n");
    folder_.write("sys/class/thermal/cooling_device0/temp", "1\n");
    folder_.write("sys/class/hwmon/hwmon1/name", "nvme\n");
    folder_.write("sys/class/hwmon/hwmon1/temp1_input", "-3250\n");
    folder_.write("sys/class/hwmon/hwmon1/temp2_input", "no answer\n");
    folder_.write("sys/class/hwmon/hwmon1/fan1_input", "1200\n");
  }

  void set_ticks(int busy, int idle) const {
    folder_.write("proc/stat", "cpu  " + std::to_string(busy - 6) + " 1 2 " + std::to_string(idle - 10) +
                                   " 10 1 1 1 99 99\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
  }

  const ScratchFolder& folder() const { return folder_; }
  drive::With settings(std::string count = "1") const {
    return {{"root", (folder_ / "").string()}, {"interval", "1ms"}, {"count", std::move(count)}};
  }

 private:
  ScratchFolder folder_;
};

/// Calls the producer, which must be waiting for it, until its next round has come.
Filled next_round(BatchProducer& producer, RecordsOf<Sample>& out) {
  drive::KeptRejections rejections;
  const std::size_t before = out.size();
  Filled filled = Filled::kIdle;
  while (out.size() == before && filled != Filled::kEnded) {
    filled = producer.fill(out, {.records = before + 100, .calls = 1}, rejections);
  }
  return filled;
}

TEST(HostMetrics, EmitsASampleForEachMetric) {
  const FakeHost host;
  const auto producer = drive::make<BatchProducer>(producers::host_metrics(), host.settings());
  producer->stage().start();
  host.set_ticks(130, 970);
  RecordsOf<Sample> out;
  EXPECT_EQ(next_round(*producer, out), Filled::kEnded);

  std::vector<std::string> seen;
  for (std::size_t i = 0; i < out.size(); ++i) seen.push_back(out[i].name() + " " + out[i].unit());
  EXPECT_THAT(
      seen, ElementsAre("cpu.used %", "memory.used B", "memory.available B", "load.1min ", "load.5min ", "load.15min ",
                        "temperature.hwmon1.nvme.temp1 °C", "temperature.thermal_zone0.x86_pkg_temp °C"));
  std::vector<Sample> samples;
  drive::take_all(out, samples);
  EXPECT_THAT(payloads::values(samples),
              ElementsAre(DoubleEq(30), 600 * 1024, 400 * 1024, 0.25, 1.5, 2.75, DoubleEq(-3.25), DoubleEq(45.5)));
  EXPECT_GT(out[0].time_ns(), 1'700'000'000'000'000'000);
  EXPECT_EQ(out[0].time_ns(), out[7].time_ns());
}

TEST(HostMetrics, MeasuresTheProcessorFromRoundToRound) {
  const FakeHost host;
  const auto producer = drive::make<BatchProducer>(producers::host_metrics(), host.settings("2"));
  producer->stage().start();
  RecordsOf<Sample> out;
  host.set_ticks(200, 900);
  next_round(*producer, out);
  host.set_ticks(210, 990);
  next_round(*producer, out);
  ASSERT_EQ(out.size(), 16U);
  EXPECT_DOUBLE_EQ(out[0].value(), 100);
  EXPECT_DOUBLE_EQ(out[8].value(), 10);
}

TEST(HostMetrics, LeavesCpuOutWhereNoTickHasPassed) {
  const FakeHost host;
  const auto producer = drive::make<BatchProducer>(producers::host_metrics(), host.settings());
  producer->stage().start();
  RecordsOf<Sample> out;
  next_round(*producer, out);
  EXPECT_EQ(out[0].name(), "memory.used");
}

TEST(HostMetrics, AsksToBeCalledOnAFixedGrid) {
  const FakeHost host;
  const auto producer = drive::make<BatchProducer>(producers::host_metrics(), host.settings("0"));
  const steady_clock::time_point before = steady_clock::now();
  producer->stage().start();
  RecordsOf<Sample> out;
  drive::KeptRejections rejections;
  using std::chrono_literals::operator""ms;

  ASSERT_EQ(producer->fill(out, {.records = 100, .calls = 100}, rejections), Filled::kIdle);
  const auto first = producer->take_wake_time();
  ASSERT_NE(first, std::nullopt);
  EXPECT_GE(*first, before + 1ms);
  for (int round = 0; round < 20; ++round) {
    EXPECT_EQ(next_round(*producer, out), Filled::kIdle);
    const auto wake = producer->take_wake_time();
    ASSERT_NE(wake, std::nullopt);
    EXPECT_EQ((*wake - *first) % 1ms, steady_clock::duration::zero());
    EXPECT_GT(*wake, *first);
  }
}

TEST(HostMetrics, EndsAfterItsRounds) {
  const FakeHost host;
  const auto made = drive::produce<Sample>(producers::host_metrics(), host.settings("3"));
  EXPECT_TRUE(made.has_ended);
  EXPECT_EQ(made.records.size(), 3 * 7U);
}

TEST(HostMetrics, FailsAtTheStartWhereTheKernelsFilesAreNotThere) {
  const FakeHost host;
  const auto failure = [&] {
    return drive::failure_of(
        [&] { drive::make<BatchProducer>(producers::host_metrics(), host.settings())->stage().start(); });
  };
  EXPECT_EQ(failure(), "");
  for (const char* file : {"proc/stat", "proc/meminfo", "proc/loadavg"}) {
    const std::string content = content_of(host.folder() / file);
    host.folder().write(file, "nonsense");
    EXPECT_THAT(failure(), HasSubstr("not what Linux writes there"));
    std::filesystem::remove(host.folder() / file);
    EXPECT_EQ(failure(), "cannot open '" + (host.folder() / file).string() + "': No such file or directory");
    host.folder().write(file, content);
  }
}

TEST(HostMetrics, ReadsThisHost) {
  const auto made = drive::produce<Sample>(producers::host_metrics(), {{"interval", "1ms"}, {"count", "2"}});
  ASSERT_GE(made.records.size(), 10U);
  for (const Sample& sample : made.records) {
    if (sample.unit() != "%") continue;
    EXPECT_GE(sample.value(), 0);
    EXPECT_LE(sample.value(), 100);
  }
}

}  // namespace
}  // namespace weir
