#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <weir/behind_links.h>
#include <weir/descriptor.h>

#include <array>
#include <string>

#include "support/scratch_folder.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

TEST(BehindLinks, StandsWhatTheyLeadToBeItThereOrNot) {
  const ScratchFolder folder;
  fs::create_symlink("second", folder / "first");
  fs::create_symlink(folder / "file", folder / "second");
  EXPECT_EQ(behind_links(folder / "first"), folder / "file");
  EXPECT_EQ(behind_links(folder / "file"), folder / "file");
  folder.write("file", "");
  EXPECT_EQ(behind_links(folder / "first"), folder / "file");
}

TEST(BehindLinks, StandsNothingWhereTheyLeadInACircle) {
  const ScratchFolder folder;
  fs::create_symlink("second", folder / "first");
  fs::create_symlink("first", folder / "second");
  EXPECT_EQ(behind_links(folder / "first"), folder / "first");
}

TEST(BehindLinks, OfTheKernelHaveNoOtherName) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  const Descriptor writer(ends[1]);
  const std::string link = "/proc/self/fd/" + std::to_string(writer.number());
  EXPECT_EQ(behind_links(link), link);
}

}  // namespace
}  // namespace weir
