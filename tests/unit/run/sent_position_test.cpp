#include "run/sent_position.h"

#include <gtest/gtest.h>
#include <weir/errors.h>

#include "support/scratch_folder.h"

namespace weir::run {
namespace {

class SentPositionTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  observe::Page page_ = observe::Page::create(folder_ / "page", {});
  SentPosition sent_{page_};
};

TEST_F(SentPositionTest, IsTheLatest) {
  EXPECT_FALSE(sent_.get());
  for (std::uint64_t i = 1; i < 5; ++i) {
    sent_.note(Position{10 * i, i});
    EXPECT_TRUE(sent_.get() == (Position{10 * i, i}));
  }
  sent_.forget();
  EXPECT_FALSE(sent_.get());
}

TEST_F(SentPositionTest, StaysTheOneBeforeWhileTheNextIsWritten) {
  sent_.note(Position{10, 1});
  sent_.note(Position{20, 2});
  observe::StageCells& cells = page_.stage();
  const std::uint64_t second = cells.has_sent.get();
  sent_.note(Position{30, 3});
  cells.has_sent.set(second);  // as a kill just before the last store leaves it
  EXPECT_TRUE(sent_.get() == (Position{20, 2}));
}

TEST_F(SentPositionTest, SaysThatAProducerCouldNotSay) {
  sent_.note(Position{10, 1});
  sent_.note(std::nullopt);
  EXPECT_THROW(sent_.get(), StageError);
}

}  // namespace
}  // namespace weir::run
