#include "observe/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <system_error>
#include <thread>

#include "observe/cell_names.h"
#include "support/scratch_folder.h"

namespace weir::observe {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr PageShape kShape{2, 3};

class PageTest : public testing::Test {
 protected:
  fs::path path() const { return folder_ / "page"; }

  void overwrite(std::streamoff offset, const std::string& bytes) const {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file << bytes;
  }

  /// What `open` has to say against the file.
  std::string refusal(PageShape shape = kShape) const {
    try {
      Page::open(path(), shape);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  ScratchFolder folder_;
};

/// Runs `work` in a child, which then kills itself without any farewell.
template <class Work>
void run_and_kill(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST_F(PageTest, IsAllZeroWhenItIsNew) {
  const Page page = Page::create(path(), kShape);
  EXPECT_EQ(page.phase(), Phase::kPlanned);
  EXPECT_EQ(page.failure(), "");
  for (const auto& [name, cell] : kStageCellNames) EXPECT_EQ((page.stage().*cell).get(), 0U) << name;
  EXPECT_EQ(page.stage().end_to_end.records(), 0U);
  EXPECT_EQ(page.inlet(1).latency.records(), 0U);
  EXPECT_EQ(page.outlet(2).dropped.get(), 0U);
}

TEST_F(PageTest, ShowsEveryCellToAnotherMappingInItsPlace) {
  Page page = Page::create(path(), kShape);
  std::uint64_t next = 1;
  const auto fill = [&next](auto& cells, const auto& names) {
    for (const auto& [name, cell] : names) (cells.*cell).set(next++);
  };
  fill(page.stage(), kStageCellNames);
  for (std::size_t i = 0; i < kShape.inlets; ++i) fill(page.inlet(i), kInletCellNames);
  for (std::size_t i = 0; i < kShape.outlets; ++i) fill(page.outlet(i), kOutletCellNames);
  page.inlet(1).latency.record(std::chrono::nanoseconds(7), 5);

  const Page reader = Page::open(path(), kShape);
  std::uint64_t expected = 1;
  const auto check = [&expected](const auto& cells, const auto& names) {
    for (const auto& [name, cell] : names) EXPECT_EQ((cells.*cell).get(), expected++) << name;
  };
  check(reader.stage(), kStageCellNames);
  for (std::size_t i = 0; i < kShape.inlets; ++i) check(reader.inlet(i), kInletCellNames);
  for (std::size_t i = 0; i < kShape.outlets; ++i) check(reader.outlet(i), kOutletCellNames);
  EXPECT_EQ(reader.inlet(1).latency.records(), 5U);
  EXPECT_EQ(reader.inlet(0).latency.records(), 0U);
  EXPECT_EQ(reader.stage().end_to_end.records(), 0U);
}

TEST_F(PageTest, TellsWhatAKilledWriterHadCounted) {
  { const Page page = Page::create(path(), kShape); }
  run_and_kill([this] {
    Page page = Page::open(path(), kShape);
    page.set_phase(Phase::kRunning);
    for (int i = 0; i < 1000; ++i) page.stage().records_in.add(3);
    page.outlet(2).accepted.set(42);
    page.set_failure("the disk is full");
  });
  const Page page = Page::open(path(), kShape);
  EXPECT_EQ(page.phase(), Phase::kRunning);
  EXPECT_EQ(page.stage().records_in.get(), 3000U);
  EXPECT_EQ(page.outlet(2).accepted.get(), 42U);
  EXPECT_EQ(page.failure(), "the disk is full");
}

TEST_F(PageTest, KeepsItsCountsWhenItIsMoved) {
  Page first = Page::create(path(), kShape);
  first.stage().bytes_in.set(7);
  Page second = std::move(first);
  EXPECT_EQ(second.stage().bytes_in.get(), 7U);
  Page other = Page::create(folder_ / "other", {0, 0});
  other = std::move(second);
  EXPECT_EQ(other.stage().bytes_in.get(), 7U);
  EXPECT_EQ(other.outlet(2).accepted.get(), 0U);
}

TEST_F(PageTest, IsForItsOwnerOnly) {
  const Page page = Page::create(path(), kShape);
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(PageTest, DoesNotTakeAFileThatExists) {
  std::ofstream(path()) << "mine";
  EXPECT_THROW(Page::create(path(), kShape), std::system_error);
  EXPECT_EQ(fs::file_size(path()), 4U);
}

TEST_F(PageTest, DoesNotFollowALink) {
  const Page page = Page::create(folder_ / "target", kShape);
  fs::create_symlink(folder_ / "target", path());
  EXPECT_THROW(Page::open(path(), kShape), std::system_error);
  EXPECT_THROW(Page::create(path(), kShape), std::system_error);
}

TEST_F(PageTest, IsNotMadeAndLeavesNothingWhereThereIsNoRoom) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8192, 8192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      Page::create(path(), kShape);
      ::_exit(1);
    } catch (const std::system_error& error) {
      ::_exit(error.code() == std::errc::file_too_large && !fs::exists(path()) ? 0 : 2);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(PageTest, HasItsRoomOnTheDiskFromTheStart) {
  const Page page = Page::create(path(), kShape);
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_GE(status.st_blocks * 512, status.st_size);
}

TEST_F(PageTest, IsRefusedWhenItDoesNotExist) { EXPECT_THROW(Page::open(path(), kShape), std::system_error); }

TEST_F(PageTest, IsRefusedWhenItIsNoRegularFile) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("no regular file"));
}

TEST_F(PageTest, IsRefusedWhenCutAnywhere) {
  { const Page page = Page::create(path(), kShape); }
  const auto size = fs::file_size(path());
  for (const std::uintmax_t bytes : {size - 1, size / 2, std::uintmax_t{1056}, std::uintmax_t{1055}, std::uintmax_t{8},
                                     std::uintmax_t{1}, std::uintmax_t{0}}) {
    fs::resize_file(path(), bytes);
    EXPECT_NE(refusal(), "") << bytes;
  }
}

TEST_F(PageTest, IsRefusedWhenLongerThanItShouldBe) {
  { const Page page = Page::create(path(), kShape); }
  fs::resize_file(path(), fs::file_size(path()) + 1);
  EXPECT_THAT(refusal(), HasSubstr("bytes, not"));
}

TEST_F(PageTest, IsRefusedWithoutItsMagic) {
  { const Page page = Page::create(path(), kShape); }
  overwrite(0, "x");
  EXPECT_THAT(refusal(), HasSubstr("is no page"));
}

TEST_F(PageTest, IsRefusedWhenOfAnotherVersion) {
  { const Page page = Page::create(path(), kShape); }
  overwrite(8, std::string("\7\0\0\0", 4));
  EXPECT_THAT(refusal(), HasSubstr("version 7, not 6"));
}

TEST_F(PageTest, IsRefusedWhenOfAnotherShape) {
  { const Page page = Page::create(path(), kShape); }
  EXPECT_THAT(refusal({3, 2}), HasSubstr("has 2 inlets and 3 outlets, not 3 and 2"));
  EXPECT_THAT(refusal({2, 2}), HasSubstr("outlets"));
  EXPECT_EQ(refusal({2, 3}), "");
}

TEST_F(PageTest, SaysOfAFailureWithoutATextThatThereWasOne) {
  Page page = Page::create(path(), kShape);
  page.set_failure("");
  EXPECT_NE(page.failure(), "");
}

TEST_F(PageTest, KeepsTheFirstFailure) {
  Page page = Page::create(path(), kShape);
  page.set_failure("first");
  page.set_failure("second");
  EXPECT_EQ(page.failure(), "first");
}

TEST_F(PageTest, CutsAFailureBetweenTwoCharacters) {
  Page page = Page::create(path(), kShape);
  page.set_failure(std::string(1023, 'x') + "\u00e9");
  EXPECT_EQ(page.failure(), std::string(1023, 'x'));
  Page full = Page::create(folder_ / "full", kShape);
  full.set_failure(std::string(1022, 'x') + "\u00e9");
  EXPECT_EQ(full.failure(), std::string(1022, 'x') + "\u00e9");
}

TEST_F(PageTest, ShowsAFailureWholeOrNotAtAll) {
  const std::string text(900, 'f');
  for (int round = 0; round < 20; ++round) {
    const fs::path file = folder_ / std::to_string(round);
    Page page = Page::create(file, {0, 0});
    std::atomic<bool> reading{false};
    std::thread reader([&] {
      const Page other = Page::open(file, {0, 0});
      reading = true;
      std::string seen;
      while (seen.empty()) seen = other.failure();
      EXPECT_EQ(seen, text);
    });
    while (!reading) std::this_thread::yield();
    page.set_failure(text);
    reader.join();
  }
}

TEST_F(PageTest, GivesNoMoreThanItsRoomWhenTheLengthIsNonsense) {
  { const Page page = Page::create(path(), kShape); }
  overwrite(24, std::string(8, '\xff'));
  EXPECT_EQ(Page::open(path(), kShape).failure().size(), 1024U);
}

TEST(CellNames, AreAllDifferent) {
  const auto expect_distinct = [](const auto& names) {
    std::set<std::string_view> seen;
    for (const auto& [name, cell] : names) EXPECT_TRUE(seen.insert(name).second) << name;
  };
  expect_distinct(kStageCellNames);
  expect_distinct(kInletCellNames);
  expect_distinct(kOutletCellNames);
}

TEST(Phase, HasAName) {
  EXPECT_EQ(to_string(Phase::kPlanned), "planned");
  EXPECT_EQ(to_string(Phase::kFailed), "failed");
  EXPECT_EQ(to_string(static_cast<Phase>(77)), "unknown");
}

}  // namespace
}  // namespace weir::observe
