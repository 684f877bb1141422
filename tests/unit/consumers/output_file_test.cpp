#include "consumers/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <cstdlib>

#include "support/drive.h"
#include "support/lives.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

namespace fs = std::filesystem;
using consumers::OutputFile;
using drive::failure_of;
using testing::HasSubstr;

std::string failure_to_open(const fs::path& path) {
  OutputFile file(path);
  return failure_of([&] { file.open(); });
}

TEST(OutputFile, BearsItsNameOnlyWhenItIsWhole) {
  const ScratchFolder folder;
  OutputFile file(folder / "a.csv");
  EXPECT_FALSE(fs::exists(folder / "a.csv.part"));
  file.open();
  file.write("one\n");
  EXPECT_TRUE(fs::exists(folder / "a.csv.part"));
  EXPECT_FALSE(fs::exists(folder / "a.csv"));
  file.publish();
  EXPECT_FALSE(fs::exists(folder / "a.csv.part"));
  EXPECT_EQ(content_of(folder / "a.csv"), "one\n");
}

TEST(OutputFile, KeepsWhatThePathHeldUntilTheEnd) {
  const ScratchFolder folder;
  folder.write("a.csv", "old and longer\n");
  OutputFile file(folder / "a.csv");
  file.open();
  file.write("new\n");
  EXPECT_EQ(content_of(folder / "a.csv"), "old and longer\n");
  file.publish();
  EXPECT_EQ(content_of(folder / "a.csv"), "new\n");
}

TEST(OutputFile, IsAppendedToWhereItLeadsToWhatSomebodyHasOpen) {
  const ScratchFolder folder;
  folder.write("log", "before\n");
  const Descriptor log(::open((folder / "log").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  OutputFile file("/dev/fd/" + std::to_string(log.number()));
  file.open();
  file.write("one\n");
  file.publish();
  EXPECT_EQ(::write(log.number(), "after\n", 6), 6);
  EXPECT_EQ(content_of(folder / "log"), "before\none\nafter\n");
}

TEST(OutputFile, LeavesThePartWhenItIsBrokenOff) {
  const ScratchFolder folder;
  {
    OutputFile file(folder / "a.csv");
    file.open();
    file.write(std::string(100'000, 'x'));
  }
  EXPECT_FALSE(fs::exists(folder / "a.csv"));
  EXPECT_EQ(content_of(folder / "a.csv.part").size(), 100'000U);
}

TEST(OutputFile, BeginsThePartAnew) {
  const ScratchFolder folder;
  folder.write("a.csv.part", "half a line");
  OutputFile file(folder / "a.csv");
  file.open();
  file.publish();
  EXPECT_EQ(content_of(folder / "a.csv"), "");
}

TEST(OutputFile, MakesTheFoldersThatAreMissing) {
  const ScratchFolder folder;
  OutputFile file(folder / "b/c/a.csv");
  file.open();
  file.publish();
  EXPECT_TRUE(fs::exists(folder / "b/c/a.csv"));
}

TEST(OutputFile, IsWrittenByOneWriterAtATime) {
  const ScratchFolder folder;
  OutputFile first(folder / "a.csv");
  first.open();
  first.write("first\n");
  EXPECT_EQ(failure_to_open(folder / "a.csv"),
            "cannot write '" + (folder / "a.csv.part").string() + "': another writer has it open");
  first.publish();
  EXPECT_EQ(content_of(folder / "a.csv"), "first\n");
}

/// a.csv, which leads to real/a.csv.
void link_to_old_content(const ScratchFolder& folder) {
  folder.write("real/a.csv", "old\n");
  fs::create_symlink(folder / "real/a.csv", folder / "a.csv");
}

void expect_written_behind_link(const ScratchFolder& folder) {
  OutputFile file(folder / "a.csv");
  file.open();
  file.write("new\n");
  file.publish();
  EXPECT_TRUE(fs::is_symlink(folder / "a.csv"));
  EXPECT_EQ(content_of(folder / "real/a.csv"), "new\n");
}

TEST(OutputFile, GoesWhereALinkPoints) {
  const ScratchFolder folder;
  link_to_old_content(folder);
  expect_written_behind_link(folder);
}

TEST(OutputFile, IsMadeWhereALinkPointsToNothing) {
  const ScratchFolder folder;
  fs::create_symlink("real/a.csv", folder / "a.csv");
  expect_written_behind_link(folder);
}

TEST(OutputFile, IsNotBegunAnewWhereWhatItGoesOnInIsGone) {
  const ScratchFolder folder;
  OutputFile file(folder / "a.csv");
  EXPECT_THROW(file.open(5), StageError);
  EXPECT_FALSE(fs::exists(folder / "a.csv.part"));
}

TEST(OutputFile, GoesOnBehindALinkThoughWhatItReplacesIsAsLong) {
  const ScratchFolder folder;
  link_to_old_content(folder);
  {
    OutputFile file(folder / "a.csv");
    file.open();
    file.write("new\n");
    file.commit(Durability::kProcess);
  }
  OutputFile next_life(folder / "a.csv");
  next_life.open(4);
  next_life.publish();
  EXPECT_EQ(content_of(folder / "real/a.csv"), "new\n");
}

TEST(OutputFile, DoesNotFollowALinkThatStandsForThePart) {
  const ScratchFolder folder;
  const std::string other = folder.write("other", "kept\n");
  fs::create_symlink(other, folder / "a.csv.part");
  EXPECT_THAT(failure_to_open(folder / "a.csv"), HasSubstr("cannot open"));
  EXPECT_EQ(content_of(other), "kept\n");
}

TEST(OutputFile, WritesADeviceInPlace) {
  OutputFile file("/dev/null");
  file.open();
  file.write("gone\n");
  file.publish();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(OutputFile, FailsWhereTheDeviceIsFull) {
  OutputFile at_the_end("/dev/full");
  at_the_end.open();
  at_the_end.write("a");
  EXPECT_EQ(failure_of([&] { at_the_end.publish(); }), "cannot write to '/dev/full': No space left on device");
  OutputFile before("/dev/full");
  before.open();
  EXPECT_EQ(failure_of([&] { before.write(std::string(1'000'000, 'x')); }),
            "cannot write to '/dev/full': No space left on device");
}

TEST(OutputFile, FailsOnAFolderAFifoWithoutReaderAndAFileAsFolder) {
  const ScratchFolder folder;
  EXPECT_THAT(failure_to_open(folder / ""), HasSubstr("Is a directory"));
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(failure_to_open(folder / "fifo"),
            "cannot open '" + (folder / "fifo").string() + "': No such device or address");
  const std::string file = folder.write("file", "");
  EXPECT_EQ(failure_to_open(file + "/a.csv"), "cannot create folder '" + file + "': Not a directory");
}

TEST(OutputFile, FailsInAFolderThatCanNotBeWritten) {
  EXPECT_THAT(failure_to_open("/proc/a.csv"), HasSubstr("cannot open '/proc/a.csv.part': "));
  EXPECT_THAT(failure_to_open("/proc/weir/a.csv"), HasSubstr("cannot create folder '/proc/weir': "));
}

TEST(OutputFile, FailsWhereItsNameIsTakenAtTheEnd) {
  const ScratchFolder folder;
  OutputFile file(folder / "a.csv");
  file.open();
  folder.write("a.csv/b", "");
  EXPECT_EQ(failure_of([&] { file.publish(); }), "cannot rename '" + (folder / "a.csv.part").string() + "' to '" +
                                                     (folder / "a.csv").string() + "': Is a directory");
}

TEST(OutputFile, KnowsThatAnEarlierLifePublishedIt) {
  const ScratchFolder folder;
  {
    consumers::OutputFile first(folder / "a");
    first.open();
    first.write("all");
    first.publish();
  }
  consumers::OutputFile second(folder / "a");
  second.open(3);
  second.commit(Durability::kMachine);
  second.publish();
  EXPECT_EQ(content_of(folder / "a"), "all");
}

TEST(OutputFile, CantGoOnWhereItsPartHasBecomeShorter) {
  const ScratchFolder folder;
  folder.write("a.part", "on");
  consumers::OutputFile file(folder / "a");
  EXPECT_THROW(file.open(3), StageError);
}

}  // namespace
}  // namespace weir
