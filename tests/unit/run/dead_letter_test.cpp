#include "run/dead_letter.h"

#include <gtest/gtest.h>

#include "hand_driven_run.h"
#include "run/text_file.h"

namespace weir::run {
namespace {

class DeadLetter : public testing::Test {
 protected:
  DeadLetter() { std::filesystem::current_path(folder_ / "."); }
  ~DeadLetter() override { std::filesystem::current_path(before_); }

  static std::filesystem::path write(std::int64_t value) {
    const std::unique_ptr<Records> records = hand_driven_stages().make_records("weir.v1.Number");
    dynamic_cast<v1::Number&>(records->append_any()).set_value(value);
    link::Arrival arrival;
    arrival.records = records.get();
    arrival.range = {0, 1};
    return write_dead_letter("slow[0]", arrival);
  }

 private:
  std::filesystem::path before_ = std::filesystem::current_path();
  ScratchFolder folder_;
};

TEST_F(DeadLetter, OfOneBatchIsWrittenOnce) {
  EXPECT_EQ(write(7), "dead/slow[0]-0.0.0.jsonl");
  EXPECT_EQ(write(7), "dead/slow[0]-0.0.0.jsonl");
  EXPECT_EQ(read_text("dead/slow[0]-0.0.0.jsonl"), "{\"value\":\"7\"}\n");
}

TEST_F(DeadLetter, ReplacesNoneOfAnotherRun) {
  write(7);
  EXPECT_EQ(write(8), "dead/slow[0]-0.0.0.2.jsonl");
  EXPECT_EQ(read_text("dead/slow[0]-0.0.0.jsonl"), "{\"value\":\"7\"}\n");
}

}  // namespace
}  // namespace weir::run
