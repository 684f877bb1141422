#include "run/cuts.h"

#include <gtest/gtest.h>

#include "support/scratch_folder.h"

namespace weir::run {
namespace {

Cuts::Cut cut_before(std::uint64_t offset) {
  return {.records = 1, .created_ns = 0, .after = {.offset = offset, .number = 0}, .has_position = true};
}

TEST(Cuts, SettleNothingBeforeTheNextLifeWouldGoOnBehindIt) {
  const ScratchFolder folder;
  const std::filesystem::path file = folder / "cuts";
  Cuts::create(file, 0);
  Cuts cuts(file, {}, Durability::kProcess);
  for (const std::uint64_t offset : {10U, 20U}) cuts.note(cut_before(offset));
  cuts.commit();
  cuts.acknowledge(0);
  EXPECT_FALSE(cuts.settled()) << "a life that begins now makes all of it again";
  cuts.note(cut_before(30));
  EXPECT_FALSE(cuts.settled());
  cuts.commit();
  EXPECT_EQ(cuts.settled(), cut_before(10).after);

  const Cuts next_life(file, {}, Durability::kProcess);
  ASSERT_NE(next_life.resume_after(), nullptr);
  EXPECT_EQ(next_life.resume_after()->after, cuts.settled());
}

}  // namespace
}  // namespace weir::run
