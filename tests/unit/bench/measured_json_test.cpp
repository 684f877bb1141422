#include "bench/baselines/measured_json.h"

#include <gtest/gtest.h>

namespace weir::bench {
namespace {

constexpr const char* kPlain = R"({"seconds":0.125,"messages":1000})";
constexpr const char* kPaced =
    R"({"seconds":0.125,"messages":1000,"latency_us":{"p50":1.0,"p90":2.0,"p99":3.0,"p999":4.0,"max":5.5}})";

TEST(MeasuredJson, IsOneLineThatIsReadAsItWasWritten) {
  for (const char* line : {kPlain, kPaced}) EXPECT_EQ(to_json_line(measured_from_json(line)), line);
}

TEST(MeasuredJson, KeepsEveryFigure) {
  const Measured measured = measured_from_json(kPaced);
  EXPECT_EQ(measured.took.count(), 0.125);
  EXPECT_EQ(measured.messages, 1000U);
  ASSERT_TRUE(measured.latency_us);
  EXPECT_EQ(measured.latency_us->p50, 1);
  EXPECT_EQ(measured.latency_us->p999, 4);
  EXPECT_EQ(measured.latency_us->max, 5.5);
  EXPECT_FALSE(measured_from_json(kPlain).latency_us);
}

TEST(MeasuredJson, IsRefusedWhereAnythingIsMissing) {
  for (const char* text : {"", "{}", "[]", "1", R"({"seconds": 1})", R"({"seconds": "1", "messages": 2})",
                           R"({"seconds": 1, "messages": 2, "latency_us": {"p50": 1}})"}) {
    EXPECT_THROW(measured_from_json(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace weir::bench
