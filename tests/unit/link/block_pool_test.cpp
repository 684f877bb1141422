#include "link/block_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <vector>

#include "support/scratch_folder.h"

namespace weir::link {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kOneBlock = 1000;
constexpr std::uint32_t kRoom = kBlockBytes - sizeof(RunHeader);  // for records, in one block

class Pool : public testing::Test {
 protected:
  fs::path path() const { return folder_ / "0.blocks"; }

  std::unique_ptr<BlockPool> make() const { return BlockPool::create(path(), 7); }

  /// The exit code of what is done in a process of its own.
  template <class Work>
  static int in_a_child(Work work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  ScratchFolder folder_{kInMemory};
};

TEST_F(Pool, TakesTheFirstFreeRunAgainAndAgain) {
  const auto pool = make();
  const BlockRun first = pool->take(kOneBlock);
  for (int i = 0; i < 100'000; ++i) {
    BlockRun run = pool->take(10 * kOneBlock);
    EXPECT_EQ(run.first, first.first + 1);
    pool->give_back(run);
    EXPECT_TRUE(run.is_none());
  }
  EXPECT_EQ(pool->size(), 65U) << "the file grew once";
}

TEST_F(Pool, FillsAGapThatIsLargeEnough) {
  const auto pool = make();
  BlockRun small = pool->take(kRoom);
  pool->take(1);
  BlockRun large = pool->take(kRoom + 1);
  pool->take(1);
  pool->give_back(small);
  pool->give_back(large);
  EXPECT_EQ(pool->take(kRoom + 1).first, 3U) << "of two blocks";
  EXPECT_EQ(pool->take(1).first, 1U);
}

TEST_F(Pool, JoinsFreeBlocksToARun) {
  const auto pool = make();
  std::vector<BlockRun> runs;
  for (int i = 0; i < 4; ++i) runs.push_back(pool->take(kRoom));
  for (int i = 1; i < 4; ++i) pool->give_back(runs[static_cast<std::size_t>(i)]);
  EXPECT_EQ(pool->take(3 * kBlockBytes - sizeof(RunHeader)).first, 2U);
}

TEST_F(Pool, NamesNoTwoRunsByOneGeneration) {
  const auto pool = make();
  BlockRun run = pool->take(kOneBlock);
  const BlockRun before = run;
  pool->give_back(run);
  const BlockRun after = pool->take(kOneBlock);
  EXPECT_EQ(after.first, before.first);
  EXPECT_NE(after.generation, before.generation);
}

TEST_F(Pool, HasRoomForRecordsThatDoNotMeet) {
  const auto pool = make();
  std::vector<BlockRun> runs;
  for (const std::uint32_t bytes : {1U, kRoom, kRoom + 1, 1'000'000U, 7U}) runs.push_back(pool->take(bytes));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_EQ(pool->records(runs[i]).size(), runs[i].bytes);
    std::ranges::fill(pool->records(runs[i]), static_cast<std::uint8_t>(i + 1));
    pool->publish(runs[i]);
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_TRUE(std::ranges::all_of(pool->records(runs[i]), [&](std::uint8_t byte) { return byte == i + 1; })) << i;
  }
}

TEST_F(Pool, GrowsAsFarAsItIsUsedAndNoFurtherThanItMay) {
  const auto pool = make();
  EXPECT_EQ(fs::file_size(path()), kBlockBytes);
  std::vector<BlockRun> runs;
  for (BlockRun run = pool->take(1'000'000); !run.is_none(); run = pool->take(1'000'000)) runs.push_back(run);
  EXPECT_EQ(runs.size(), 16U);
  EXPECT_LE(fs::file_size(path()), kMostFileBytes);
  EXPECT_TRUE(pool->is_full_for(1'000'000));
  pool->give_back(runs[3]);
  EXPECT_FALSE(pool->is_full_for(1'000'000));
  EXPECT_EQ(pool->take(1'000'000).first, 1 + 3 * blocks_for(1'000'000));
}

TEST_F(Pool, IsNeverFullForWhatItWillNeverHold) {
  const auto pool = make();
  pool->take(1);
  EXPECT_FALSE(pool->is_full_for(2 * kMostFileBytes));
  EXPECT_TRUE(pool->take(2 * kMostFileBytes).is_none());
}

TEST_F(Pool, CountsWhatIsInUse) {
  const auto pool = make();
  EXPECT_EQ(pool->in_use(), 0U);
  BlockRun run = pool->take(kRoom + 1);
  EXPECT_EQ(pool->in_use(), 2U);
  pool->give_back(run);
  EXPECT_EQ(pool->in_use(), 0U);
}

TEST_F(Pool, HasItsRoomFromTheStart) {
  const auto pool = make();
  pool->take(1'000'000);
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_GE(status.st_blocks * 512, status.st_size);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Pool, TakesItsFileAlong) {
  make();
  EXPECT_FALSE(fs::exists(path()));
}

TEST_F(Pool, LeavesTheFileOfANewLifeAlone) {
  auto old = make();
  const auto pool = make();
  old.reset();
  EXPECT_TRUE(fs::exists(path()));
}

TEST_F(Pool, PutsItselfInThePlaceOfWhatALifeBeforeLeft) {
  std::ofstream(path()) << std::string(100'000, 'x');
  const auto pool = make();
  ASSERT_TRUE(pool);
  EXPECT_EQ(fs::file_size(path()), kBlockBytes);
}

TEST_F(Pool, RemovesWhatALifeBeforeLeftAlsoWhereItCanNotBe) {
  const ScratchFolder on_disk;
  const fs::path place = on_disk / "0.blocks";
  std::ofstream(place) << "left";
  const auto pool = BlockPool::create(place, 7);
  if (pool) GTEST_SKIP() << "all is in memory here";
  EXPECT_FALSE(fs::exists(place));
}

TEST_F(Pool, IsNotMadeWhereItsFolderIsGone) { EXPECT_FALSE(BlockPool::create(folder_ / "gone" / "0.blocks", 7)); }

TEST_F(Pool, IsNotMadeWhereAddressSpaceIsLimited) {
  EXPECT_EQ(in_a_child([this] {
              const rlimit limit{rlim_t{1} << 40, rlim_t{1} << 40};
              if (::setrlimit(RLIMIT_AS, &limit) != 0) return 2;
              return !make() && !fs::exists(path()) ? 0 : 1;
            }),
            0);
}

TEST_F(Pool, MakesDoWithTheRoomThereIs) {
  EXPECT_EQ(in_a_child([this] {
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{100 * kBlockBytes, 100 * kBlockBytes};
              ::setrlimit(RLIMIT_FSIZE, &limit);
              const auto pool = make();
              if (!pool) return 1;
              BlockRun run = pool->take(60 * kBlockBytes);
              if (run.is_none()) return 2;
              std::ranges::fill(pool->records(run), std::uint8_t{1});
              if (!pool->take(60 * kBlockBytes).is_none()) return 3;
              if (pool->is_full_for(60 * kBlockBytes)) return 4;
              pool->give_back(run);
              return pool->take(60 * kBlockBytes).first == 1 ? 0 : 5;
            }),
            0);
}

}  // namespace
}  // namespace weir::link
