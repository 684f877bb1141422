#include "run/run_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/text_file.h"
#include "runtime_folder.h"

namespace weir::run {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// The permissions of a file, as an octal number.
unsigned mode_of(const fs::path& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

/// Why a run directory can't be made.
std::string problem_with(const std::optional<fs::path>& where, const std::string& name = "lines") {
  try {
    RunDirectory::create(name, where).remove();
  } catch (const RunDirectoryError& error) {
    return error.what();
  }
  return "none";
}

TEST(RunDirectory, IsForItsUserAlone) {
  const RuntimeFolder runtime;
  const RunDirectory made = RunDirectory::create("lines", std::nullopt);
  EXPECT_EQ(made.path().parent_path(), runtime.path());
  EXPECT_EQ(mode_of(runtime.path()), 0700U);
  EXPECT_EQ(mode_of(made.path()), 0700U);
  EXPECT_EQ(mode_of(made.sockets()), 0700U);
  EXPECT_EQ(mode_of(made.path() / "lock"), 0600U);
  EXPECT_EQ(RunDirectory::join(made.path()).path(), made.path());
}

TEST(RunDirectory, GoesWithAllThatIsInIt) {
  const RuntimeFolder runtime;
  const RunDirectory made = RunDirectory::create("lines", std::nullopt);
  write_text(made.sockets() / "0.1", "socket");
  write_text(made.log(), "line");
  made.remove();
  EXPECT_TRUE(fs::is_empty(runtime.path()));
}

TEST(RunDirectory, StandsWhereTheUserSays) {
  const RuntimeFolder runtime;
  const fs::path where = runtime.outside("mine");
  {
    const RunDirectory made = RunDirectory::create("lines", where);
    EXPECT_EQ(made.path(), where);
    EXPECT_THAT(find_runs(), SizeIs(1));
    made.remove();
  }
  EXPECT_FALSE(fs::exists(where));
  EXPECT_THAT(find_runs(), IsEmpty());
}

TEST(RunDirectory, LeavesTheUsersOwnDirectoryEmptyWhereItWas) {
  const RuntimeFolder runtime;
  const fs::path where = runtime.outside("mine");
  fs::create_directory(where);
  chmod(where.c_str(), 0700);
  EXPECT_EQ(problem_with(where), "none");
  EXPECT_TRUE(fs::is_directory(where));
  EXPECT_TRUE(fs::is_empty(where));
}

TEST(RunDirectory, RefusesADirectoryThatOthersMayEnter) {
  const RuntimeFolder runtime;
  const fs::path where = runtime.outside("open");
  fs::create_directory(where);
  for (const mode_t mode : {0755, 0710, 0701, 0770, 0707}) {
    chmod(where.c_str(), mode);
    EXPECT_THAT(problem_with(where), HasSubstr("must not be accessible to others"));
    EXPECT_THROW(RunDirectory::join(where), RunDirectoryError);
  }
  RuntimeFolder::point_to(where);
  EXPECT_THAT(problem_with(std::nullopt), HasSubstr("must not be accessible to others"));
}

TEST(RunDirectory, RefusesADirectoryOfAnotherUser) {
  const RuntimeFolder runtime;
  if (geteuid() == 0) {
    const fs::path where = runtime.outside("theirs");
    fs::create_directory(where);
    chmod(where.c_str(), 0700);
    ASSERT_EQ(chown(where.c_str(), 12'345, 12'345), 0);
    EXPECT_THAT(problem_with(where), HasSubstr("belongs to another user"));
    EXPECT_THROW(RunDirectory::join(where), RunDirectoryError);
  } else {
    EXPECT_THAT(problem_with("/"), HasSubstr("belongs to another user"));
  }
}

TEST(RunDirectory, RefusesASymlinkHoweverItIsWritten) {
  const RuntimeFolder runtime;
  fs::create_directory(runtime.outside("target"));
  chmod(runtime.outside("target").c_str(), 0700);
  fs::create_directory_symlink(runtime.outside("target"), runtime.outside("link"));
  for (const char* written : {"link", "link/", "link/.", "x/../link"}) {
    EXPECT_THAT(problem_with(runtime.outside(written)), HasSubstr("is no directory")) << written;
  }
  EXPECT_THROW(RunDirectory::join(runtime.outside("link")), RunDirectoryError);
  RuntimeFolder::point_to(runtime.outside("link"));
  EXPECT_THAT(problem_with(std::nullopt), HasSubstr("is no directory"));
}

TEST(RunDirectory, RefusesAFileAndADirectoryThatHoldsAnything) {
  const RuntimeFolder runtime;
  write_text(runtime.outside("file"), "");
  EXPECT_THAT(problem_with(runtime.outside("file")), HasSubstr("is no directory"));
  const fs::path full = runtime.outside("full");
  fs::create_directory(full);
  chmod(full.c_str(), 0700);
  write_text(full / "precious", "work");
  EXPECT_THAT(problem_with(full), HasSubstr("is not empty"));
  EXPECT_EQ(read_text(full / "precious"), "work");
}

TEST(RunDirectory, RefusesAPathTooLongForSockets) {
  const RuntimeFolder runtime;
  const std::string base = runtime.outside("").string();
  EXPECT_EQ(problem_with(base + std::string(80 - base.size(), 'x')), "none");
  EXPECT_THAT(problem_with(base + std::string(81 - base.size(), 'x')), HasSubstr("the most is 80 bytes"));
}

TEST(RunDirectory, ShortensALongNameOfItsPipeline) {
  const RuntimeFolder runtime;
  const RunDirectory made = RunDirectory::create(std::string(64, 'n'), std::nullopt);
  EXPECT_LE(made.path().native().size(), 80U);
  EXPECT_THAT(made.path().filename(), HasSubstr("nnn"));
}

TEST(RunDirectory, RefusesARuntimeFolderTooLongForAnyRun) {
  const RuntimeFolder runtime;
  RuntimeFolder::point_to(runtime.outside(std::string(80, 'x')));
  EXPECT_THAT(problem_with(std::nullopt), HasSubstr("the most is 80 bytes"));
}

TEST(RunDirectory, IsMadeBesideWhatADeadRunOfTheSameProcessNumberLeft) {
  const RuntimeFolder runtime;
  const RunDirectory first = RunDirectory::create("lines", std::nullopt);
  const RunDirectory second = RunDirectory::create("lines", std::nullopt);
  EXPECT_NE(first.path(), second.path());
  const RunDirectory third = RunDirectory::create("lines", runtime.outside("a"));
  const RunDirectory fourth = RunDirectory::create("lines", runtime.outside("b"));
  EXPECT_THAT(find_runs(), SizeIs(4));
}

TEST(RuntimeDirectory, MayBeWrittenWithASlashAndIsMadeWithItsParents) {
  const RuntimeFolder runtime;
  RuntimeFolder::point_to(runtime.outside("deep/er/runs/"));
  const RunDirectory made = RunDirectory::create("lines", std::nullopt);
  EXPECT_EQ(made.path().parent_path(), runtime.outside("deep/er/runs"));
  EXPECT_EQ(mode_of(made.path().parent_path()), 0700U);
  EXPECT_THAT(find_runs(), SizeIs(1));
}

TEST(RunDirectory, KeepsResultsAndMemoryOfEachReplicaAndProcess) {
  const RuntimeFolder runtime;
  const RunDirectory made = RunDirectory::create("lines", std::nullopt);
  EXPECT_EQ(made.read_results(3), "{}");
  made.write_results(3, R"({"sum": 7})");
  EXPECT_EQ(made.read_results(3), R"({"sum": 7})");
  EXPECT_EQ(made.read_peak_memory(1), 0U);
  made.write_peak_memory(1, 18'350'080);
  EXPECT_EQ(made.read_peak_memory(1), 18'350'080U);
  EXPECT_NE(made.page(0), made.page(1));
}

TEST(FindRuns, FindsNoneWhereThereIsNoFolder) {
  const RuntimeFolder runtime;
  EXPECT_THAT(find_runs(), IsEmpty());
}

TEST(FindRuns, TellsTheLivingFromTheDead) {
  const RuntimeFolder runtime;
  fs::path dead;
  {
    const RunDirectory gone = RunDirectory::create("dead", std::nullopt);
    dead = gone.path();
  }
  const RunDirectory living = RunDirectory::create("living", std::nullopt);
  const RunDirectory elsewhere = RunDirectory::create("there", runtime.outside("there"));
  const std::vector<FoundRun> found = find_runs();
  ASSERT_THAT(found, SizeIs(3));
  for (const FoundRun& run : found) EXPECT_EQ(run.alive, run.path != dead) << run.path;
}

TEST(RemoveRun, RemovesWhatADeadRunLeftWhereverItStands) {
  const RuntimeFolder runtime;
  { const RunDirectory gone = RunDirectory::create("here", std::nullopt); }
  { const RunDirectory gone = RunDirectory::create("there", runtime.outside("there")); }
  for (const FoundRun& run : find_runs()) {
    EXPECT_FALSE(run.alive);
    remove_run(run);
    EXPECT_FALSE(fs::exists(run.path));
  }
  EXPECT_TRUE(fs::is_empty(runtime.path()));
}

TEST(RemoveRun, TouchesNothingThatIsNoRunDirectory) {
  const RuntimeFolder runtime;
  { const RunDirectory gone = RunDirectory::create("there", runtime.outside("there")); }
  fs::remove_all(runtime.outside("there"));
  fs::create_directory(runtime.outside("there"));
  write_text(runtime.outside("there/lock"), "of something else");
  write_text(runtime.outside("there/precious"), "work");
  write_text(runtime.path() / "empty.elsewhere", "");
  write_text(runtime.path() / "gone.elsewhere", runtime.outside("nowhere").native());
  for (const FoundRun& run : find_runs()) remove_run(run);
  EXPECT_EQ(read_text(runtime.outside("there/precious")), "work");
  EXPECT_TRUE(fs::is_empty(runtime.path()));
}

TEST(Text, IsEmptyWhereThereIsNoFileAndAnErrorWhereItCannotBeWritten) {
  const RuntimeFolder runtime;
  EXPECT_EQ(read_text(runtime.outside("nothing")), "");
  EXPECT_THROW(write_text(runtime.outside("no/folder"), "x"), RunDirectoryError);
}

TEST(FoundRuns, AreNotLookedForWhereOthersMayWrite) {
  const RuntimeFolder runtime;
  RunDirectory::create("lines", std::nullopt).remove();
  EXPECT_THAT(find_runs(), IsEmpty());
  ASSERT_EQ(chmod(runtime.path().c_str(), 0777), 0);
  EXPECT_THROW(find_runs(), RunDirectoryError);
}

}  // namespace
}  // namespace weir::run
