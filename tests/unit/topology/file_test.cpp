#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "planning.h"
#include "support/scratch_folder.h"

namespace weir::topology {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class File : public testing::Test {
 protected:
  fs::path write(const std::string& text) const { return folder_.write("a.yaml", text); }

  static std::string problem_of(const fs::path& path) {
    const FileText file = read_file(path);
    EXPECT_TRUE(file.text.empty());
    if (!file.problem) return "none";
    EXPECT_EQ(file.problem->place.text(), path.string());
    return file.problem->message;
  }

  ScratchFolder folder_;
};

TEST_F(File, IsReadByteForByte) {
  const std::string bytes("a\r\n\0\xff", 5);
  const FileText file = read_file(write(bytes));
  EXPECT_EQ(file.text, bytes);
  EXPECT_FALSE(file.problem);
}

TEST_F(File, MayBeEmpty) { EXPECT_FALSE(read_file(write("")).problem); }

TEST_F(File, MayHaveOneMebibyteAndNoMore) {
  EXPECT_EQ(read_file(write(std::string(kLargestFile, 'x'))).text.size(), kLargestFile);
  EXPECT_EQ(problem_of(write(std::string(kLargestFile + 1, 'x'))), "is larger than 1 MiB");
}

TEST_F(File, OfAHundredMegabytesIsNotReadAtLength) {
  const fs::path path = write("");
  fs::resize_file(path, 100'000'000);
  EXPECT_EQ(problem_of(path), "is larger than 1 MiB");
}

TEST_F(File, MustBeThere) { EXPECT_EQ(problem_of(folder_ / "b.yaml"), "no such file"); }

TEST_F(File, BehindAFileIsNoFile) { EXPECT_NE(problem_of(write("") / "b.yaml"), "none"); }

TEST_F(File, MustNotBeAFolder) { EXPECT_EQ(problem_of(folder_ / ""), "is a folder, not a file"); }

TEST_F(File, MustNotBeAFifoWhichWouldHang) {
  const fs::path path = folder_ / "fifo";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(problem_of(path), "is no regular file");
}

TEST_F(File, MustBeReadable) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const fs::path path = write("x");
  fs::permissions(path, fs::perms::none);
  EXPECT_THAT(problem_of(path), HasSubstr("can't be read: Permission denied"));
}

}  // namespace
}  // namespace weir::topology
