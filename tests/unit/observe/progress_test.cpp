#include "observe/progress.h"

#include <gtest/gtest.h>

#include "observe/terminal_text.h"

namespace weir::observe {
namespace {

Progress half_way() {
  return {.elapsed_s = 12.3,
          .records = 1'234'567,
          .records_per_s = 12.34e6,
          .share = 0.419,
          .left_s = 3.2,
          .limiting = LimitingStage{"count", 0.99}};
}

TEST(ProgressLine, SaysAllThatIsKnown) {
  EXPECT_EQ(progress_line(half_way(), 100),
            "1,234,567 records  12.3 M/s  41 %  0:03 left  limited by count (busy 99 %)");
}

TEST(ProgressLine, TellsTheTimeSpentWhereTheEndIsUnknown) {
  EXPECT_EQ(progress_line({.elapsed_s = 72, .records = 1}, 100), "1 record  0/s  1:12 so far");
}

TEST(ProgressLine, LeavesOutWhatDoesNotFitFromTheRight) {
  EXPECT_EQ(progress_line(half_way(), 74).size(), 74U);
  EXPECT_EQ(progress_line(half_way(), 73), "1,234,567 records  12.3 M/s  41 %  0:03 left");
  EXPECT_EQ(progress_line(half_way(), 17), "1,234,567 records");
  for (std::size_t width = 0; width < 100; ++width) EXPECT_LE(columns(progress_line(half_way(), width)), width);
}

TEST(ProgressLine, SaysHundredPercentOnlyWhenAllIsDone) {
  Progress progress{.share = 0.9999};
  EXPECT_NE(progress_line(progress, 100).find("  99 %"), std::string::npos);
  progress.share = 1.0;
  EXPECT_NE(progress_line(progress, 100).find("  100 %"), std::string::npos);
  progress.share = 1.7;
  EXPECT_NE(progress_line(progress, 100).find("  100 %"), std::string::npos);
}

TEST(ProgressLine, StaysOneLineWhateverAStageIsCalled) {
  Progress progress = half_way();
  progress.limiting->name = "a\n\x1b[2J";
  const std::string line = progress_line(progress, 200);
  EXPECT_EQ(line.find_first_of("\n\x1b"), std::string::npos);
}

}  // namespace
}  // namespace weir::observe
