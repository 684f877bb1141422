#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <thread>

#include "bench/baseline_run.h"
#include "bench/baselines/baseline.h"
#include "bench/demo.h"
#include "bench/errors.h"
#include "bench/machine.h"
#include "bench/pipeline_run.h"
#include "rows.h"
#include "support/scratch_folder.h"

namespace weir::bench {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

Json report_with(const std::string& count, std::uint64_t value) {
  Json link = {{"name", "q"},   {"accepted", 10},   {"delivered", 10}, {"dropped", 0},
               {"rejected", 0}, {"redelivered", 0}, {"duplicates", 0}, {"lost", 0}};
  if (!count.empty()) link[count] = value;
  return {{"balanced", true}, {"links", {link}}};
}

TEST(PipelineRun, IsReportedWhereEachMessageArrivedOnce) {
  EXPECT_EQ(problem_in(report_with("", 0)), "");
  EXPECT_EQ(problem_in(report_with("dropped", 3)),
            "link 'q' dropped 3 records, as its 'on_full' says; only what loses nothing is measured: on_full=block "
            "with --set does that");
  EXPECT_EQ(problem_in(report_with("lost", 3)), "link 'q' lost 3 records");
  EXPECT_THAT(problem_in(report_with("redelivered", 3)), HasSubstr("had to send 3 records again"));
  EXPECT_EQ(problem_in(report_with("duplicates", 3)), "link 'q' brought 3 records twice");
  EXPECT_EQ(problem_in(report_with("delivered", 9)), "link 'q' does not balance");
  Json unbalanced = report_with("", 0);
  unbalanced["balanced"] = false;
  EXPECT_EQ(problem_in(unbalanced), "its ledger does not balance");
}

Json demo_report(std::uint64_t made, const std::string& consumer, const Json& results) {
  return {{"stages", {{{"name", "first"}, {"records_out", made}}, {{"name", consumer}, {"results", results}}}}};
}

TEST(Demo, KnowsWhatItsResultsMustBe) {
  const ScratchFolder folder;
  const Pipeline numbers = demo(folder / "", "queue", 8);
  EXPECT_EQ(numbers.wrong(demo_report(4, "total", {{"sum", 14}})), "");
  EXPECT_NE(numbers.wrong(demo_report(4, "total", {{"sum", 15}})), "");
  const Pipeline blobs = demo(folder / "", "pipe", 16);
  // Words 0 + 1 + 2, and three times the bytes 8, 9, …, 15.
  const std::uint64_t sum = 3 + 3 * 0x0f0e0d0c0b0a0908U;
  EXPECT_EQ(blobs.wrong(demo_report(3, "check", {{"records", 3}, {"bytes", 48}, {"sum", sum}})), "");
  EXPECT_NE(blobs.wrong(demo_report(3, "check", {{"records", 3}, {"bytes", 48}, {"sum", sum + 1}})), "");
  EXPECT_NE(blobs.wrong(demo_report(3, "check", {{"records", 2}, {"bytes", 48}, {"sum", sum}})), "");
}

TEST(Demo, AddsUpSquaresExactly) {
  EXPECT_TRUE(sum_of_squares(0) == 0);
  EXPECT_TRUE(sum_of_squares(1) == 0);
  EXPECT_TRUE(sum_of_squares(1000) == 332'833'500);
}

Sample baseline_said(int exit_code, const std::string& out, const std::string& err = "") {
  return sample_of_baseline({.exit_code = exit_code, .out = out, .err = err}, rows::baseline("libzmq-ipc", 1000));
}

TEST(BaselineRun, ReadsWhatTheBaselineSays) {
  const Sample sample = baseline_said(0, R"({"seconds": 0.5, "messages": 1000})");
  EXPECT_EQ(sample.rate, 2000);
  EXPECT_FALSE(sample.latency_us);
  EXPECT_EQ(baseline_said(0, R"({"seconds": 0.5, "messages": 1000, "latency_us": {"p50": 1, "p90": 2, "p99": 3,
                                 "p999": 4, "max": 5}})")
                .latency_us->p999,
            4);
}

TEST(BaselineRun, IsNotReportedWhereMessagesAreMissing) {
  EXPECT_THROW(baseline_said(0, R"({"seconds": 0.5, "messages": 999})"), NotMeasured);
  EXPECT_THROW(baseline_said(0, R"({"seconds": 0, "messages": 1000})"), NotMeasured);
  EXPECT_THROW(baseline_said(0, "soon"), NotMeasured);
  EXPECT_THROW(baseline_said(1, "", "weir: libzmq-ipc: message 7 came twice\n"), NotMeasured);
  EXPECT_THROW(baseline_said(kExitUnavailable, "", "no python3"), Absent);
}

TEST(OthersLoad, SeesWhoElseKeepsTheProcessorsBusy) {
  EXPECT_FALSE(busy_warning(0.01, "just now"));
  EXPECT_FALSE(busy_warning(std::nullopt, "just now"));
  EXPECT_THAT(busy_warning(0.4, "just now").value(), HasSubstr("40 % of its processors' time went elsewhere just now"));
}

/// The share of all processors' time that this process used while it kept two of them busy.
double share_kept_busy() {
  using Clock = std::chrono::steady_clock;
  const std::clock_t used_before = std::clock();
  const auto began = Clock::now();
  const auto until = began + std::chrono::milliseconds(400);
  const auto work = [until] {
    while (Clock::now() < until) {
    }
  };
  std::thread other(work);
  work();
  other.join();
  const double all_s =
      std::chrono::duration<double>(Clock::now() - began).count() * static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
  return static_cast<double>(std::clock() - used_before) / CLOCKS_PER_SEC / all_s;
}

TEST(OthersLoad, CountsThisProcessAsNoOther) {
  const OthersLoad others;
  const double own_share = share_kept_busy();
  const std::optional<double> share = others.share();
  ASSERT_TRUE(share);
  constexpr double kTicks = 0.15;  // the kernel counts in steps of 10 ms
  EXPECT_LE(*share, 1 - own_share + kTicks);
}

TEST(BuildWarning, IsForEveryBuildThatUsersDoNotRun) {
  EXPECT_FALSE(build_warning({.build = "release"}));
  EXPECT_THAT(build_warning({.build = "sanitized (address)"}).value(), HasSubstr("no release build"));
}

}  // namespace
}  // namespace weir::bench
