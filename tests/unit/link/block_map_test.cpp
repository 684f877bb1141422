#include "link/block_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <string>

#include "link/bad_frame.h"
#include "link/block_pool.h"
#include "support/scratch_folder.h"

namespace weir::link {
namespace {

constexpr std::uint64_t kLife = 7;

class Map : public testing::Test {
 protected:
  Map() : pool_(BlockPool::create(path(), kLife)), map_(path(), kLife) {}

  std::filesystem::path path() const { return folder_ / "0.blocks"; }

  BlockRun published(const std::string& text) {
    const BlockRun run = pool_->take(static_cast<std::uint32_t>(text.size()));
    std::memcpy(pool_->records(run).data(), text.data(), text.size());
    pool_->publish(run);
    return run;
  }

  std::string read(const BlockRun& run) const {
    const auto bytes = map_.records(run);
    return {bytes.begin(), bytes.end()};
  }

  /// What is wrong with the name of a run; empty: nothing.
  std::string problem_of(const BlockRun& run) const {
    try {
      map_.records(run);
    } catch (const BadFrame& problem) {
      return problem.what();
    }
    return {};
  }

  ScratchFolder folder_{kInMemory};
  std::unique_ptr<BlockPool> pool_;
  BlockMap map_;
};

constexpr const char* kSomethingElse = "records in blocks that hold something else";
constexpr const char* kBeyond = "records beyond the blocks that there are";

TEST_F(Map, ShowsWhatTheSenderWrote) {
  const BlockRun small = published("a line");
  const BlockRun large = published(std::string(1'000'000, 'x'));
  EXPECT_EQ(read(small), "a line");
  EXPECT_EQ(read(large), std::string(1'000'000, 'x')) << "beyond what the file was when it was mapped";
}

TEST_F(Map, ShowsWhatTheSenderWroteAlsoWhenThatIsGone) {
  const BlockRun run = published("a line");
  pool_.reset();
  EXPECT_EQ(read(run), "a line");
}

TEST_F(Map, RefusesARunThatIsNotWrittenYet) { EXPECT_EQ(problem_of(pool_->take(8)), kSomethingElse); }

TEST_F(Map, RefusesARunThatWasGivenBack) {
  BlockRun run = published("a line");
  const BlockRun name = run;
  pool_->give_back(run);
  EXPECT_EQ(problem_of(name), kSomethingElse);
  published("a word");
  EXPECT_EQ(problem_of(name), kSomethingElse) << "taken again";
}

TEST_F(Map, RefusesARunOfAnotherNumberGenerationOrLength) {
  const BlockRun run = published("a line");
  for (const BlockRun& wrong :
       {BlockRun{run.first + 1, run.bytes, run.generation}, BlockRun{run.first, run.bytes, run.generation + 1},
        BlockRun{run.first, run.bytes, 0}, BlockRun{run.first, run.bytes - 1, run.generation},
        BlockRun{run.first, run.bytes + 1, run.generation}}) {
    EXPECT_EQ(problem_of(wrong), kSomethingElse) << wrong.first << ' ' << wrong.bytes << ' ' << wrong.generation;
  }
}

TEST_F(Map, RefusesWhatIsBeyondTheFile) {
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  const BlockRun run = published("a line");
  const std::uint32_t end = pool_->size();
  for (const BlockRun& wrong : {BlockRun{0, run.bytes, run.generation}, BlockRun{end, 1, run.generation},
                                BlockRun{end - 1, kBlockBytes, run.generation}, BlockRun{kMost, kMost, 1},
                                BlockRun{1, kMost, run.generation}, BlockRun{kMost, 1, 1}}) {
    EXPECT_EQ(problem_of(wrong), kBeyond) << wrong.first << ' ' << wrong.bytes;
  }
}

TEST_F(Map, IsOfOneLifeOfTheSender) {
  EXPECT_TRUE(map_.is_mapped());
  EXPECT_FALSE(BlockMap(path(), kLife + 1).is_mapped());
}

TEST_F(Map, TakesNothingElseForBlocks) {
  const std::filesystem::path other = folder_ / "other";
  EXPECT_FALSE(BlockMap(other, kLife).is_mapped()) << "missing";
  std::ofstream(other) << "short";
  EXPECT_FALSE(BlockMap(other, kLife).is_mapped());
  std::ofstream(other) << std::string(kBlockBytes, 'x');
  EXPECT_FALSE(BlockMap(other, kLife).is_mapped());
  std::filesystem::create_symlink(path(), folder_ / "link");
  EXPECT_FALSE(BlockMap(folder_ / "link", kLife).is_mapped());
}

TEST_F(Map, ReadsNothingWhereNothingIsMapped) {
  map_ = BlockMap();
  EXPECT_EQ(problem_of({1, 1, 1}), "records in blocks that were never mapped");
}

}  // namespace
}  // namespace weir::link
