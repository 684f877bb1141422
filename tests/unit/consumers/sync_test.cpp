#include <gmock/gmock.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <weir/errors.h>

#include <cerrno>

#include "consumers/output_file.h"
#include "support/scratch_folder.h"

// What is committed for a loss of power has been synced. This program has an fdatasync of its own, which counts.
namespace {

int syncs = 0;
int sync_error = 0;  // with which the next ones fail; 0: they do not

}  // namespace

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): the system's is no name for others
extern "C" int fdatasync(int descriptor) {
  ++syncs;
  if (sync_error == 0) return static_cast<int>(syscall(SYS_fdatasync, descriptor));
  errno = sync_error;
  return -1;
}

namespace weir::consumers {
namespace {

using testing::HasSubstr;

class Sync : public testing::Test {
 protected:
  void SetUp() override {
    syncs = sync_error = 0;
    file_.open(0);
    file_.write("a line\n");
  }

  ScratchFolder folder_;
  OutputFile file_{folder_ / "a.csv"};
};

TEST_F(Sync, IsDoneByACommitThatIsToOutliveTheMachine) {
  file_.commit(Durability::kMachine);
  EXPECT_EQ(syncs, 1);
}

TEST_F(Sync, IsSparedWhereOnlyTheProcessMayDie) {
  file_.commit(Durability::kProcess);
  EXPECT_EQ(syncs, 0);
  EXPECT_EQ(content_of(folder_ / "a.csv.part"), "a line\n");
}

TEST_F(Sync, ThatFailsIsNotTriedAgain) {
  sync_error = EIO;
  EXPECT_THAT([&] { file_.commit(Durability::kMachine); },
              testing::ThrowsMessage<StageError>(HasSubstr("cannot sync")));
  EXPECT_EQ(syncs, 1);
}

}  // namespace
}  // namespace weir::consumers
