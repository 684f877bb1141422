#include <gmock/gmock.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <tuple>
#include <vector>

#include "support/program_test.h"

// Records between processes, whose bytes stand in shared memory or go through ZeroMQ.
namespace weir {
namespace {

namespace fs = std::filesystem;
using ::testing::Combine;
using ::testing::Values;

const std::string kBlobs = R"(version: 1
topology: processes
delivery: ${DELIVERY:-at_least_once}
producers: {blob: {type: blobs, with: {size: "${SIZE}"}}}
consumers: {check: {type: checksum}}
queues: {all: {from: blob, to: check, transport: "${TRANSPORT:-auto}"}}
)";

std::uintmax_t bytes_of(const std::vector<fs::path>& files) {
  std::uintmax_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code gone;
    const std::uintmax_t size = fs::file_size(file, gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

std::vector<ino_t> identities_of(const std::vector<fs::path>& files) {
  std::vector<ino_t> identities;
  for (const fs::path& file : files) {
    struct stat status {};
    if (stat(file.c_str(), &status) == 0) identities.push_back(status.st_ino);
  }
  return identities;
}

class SharedMemory : public ProgramTest {
 protected:
  std::string pipeline() const { return write("blobs.yaml", kBlobs); }

  /// The files with the blocks of a run that is under way.
  std::vector<fs::path> blocks() const {
    std::vector<fs::path> found;
    std::error_code gone;
    for (fs::recursive_directory_iterator it(runs(), gone), end; !gone && it != end; it.increment(gone)) {
      if (it->path().extension() == ".blocks") found.push_back(it->path());
    }
    return found;
  }

  /// A run that goes on.
  Child endless() {
    environment_["SIZE"] = "1KiB";
    Child child = start_run({pipeline(), "--rate", "10k"});
    EXPECT_TRUE(eventually([this] { return processes().size() == 3; })) << child.err();
    return child;
  }
};

using SizeAndDelivery = std::tuple<std::string, std::string>;
class EverySize : public SharedMemory, public ::testing::WithParamInterface<SizeAndDelivery> {
 protected:
  Json checksum_over(const std::string& transport, const std::string& records) {
    environment_["SIZE"] = std::get<0>(GetParam());
    environment_["DELIVERY"] = std::get<1>(GetParam());
    environment_["TRANSPORT"] = transport;
    const EndedRun run = this->run({pipeline(), "--limit", records});
    expect_good_end(run);
    return results_of(run.report, "check");
  }
};

TEST_P(EverySize, BringsWhatZeroMqBrings) {
  const std::string records = std::get<0>(GetParam()) == "1MiB" ? "200" : "20k";
  const Json shared = checksum_over("auto", records);
  const Json plain = checksum_over("zeromq", records);
  EXPECT_EQ(shared["records"], records == "200" ? 200 : 20'000);
  EXPECT_EQ(shared, plain);
}

INSTANTIATE_TEST_SUITE_P(Of, EverySize,
                         Combine(Values("64", "1KiB", "1MiB"),
                                 Values("at_most_once", "at_least_once", "effectively_once")),
                         [](const auto& it) { return std::get<0>(it.param) + "_" + std::get<1>(it.param); });

TEST_F(SharedMemory, IsInUseWhileARunGoesOnAndGoneBehindIt) {
  Child child = endless();
  constexpr std::uintmax_t kOneBlock = 4096;  // is there from the start
  EXPECT_TRUE(eventually([this] { return bytes_of(blocks()) > kOneBlock; }));
  child.signal(SIGTERM);
  expect_good_end(wait_for(child), "stopped");
  EXPECT_TRUE(left_in_runs().empty());
}

TEST_F(SharedMemory, OfARunWhoseLauncherWasKilledIsCleaned) {
  Child child = endless();
  EXPECT_TRUE(eventually([this] { return bytes_of(blocks()) > 0; }));
  child.signal(SIGKILL);
  child.wait();
  EXPECT_TRUE(eventually([this] { return processes().empty(); }));
  EXPECT_GT(bytes_of(blocks()), 0U);
  // A run is alive until the kernel has taken down the last of its processes.
  EXPECT_TRUE(eventually([this] { return weir({"clean"}).exit_code == 0 && blocks().empty(); }));
}

TEST_F(SharedMemory, OfASenderThatIsKilledIsMadeAnew) {
  Child child = endless();
  EXPECT_TRUE(eventually([this] { return bytes_of(blocks()) > 0; }));
  const std::vector<ino_t> before = identities_of(blocks());
  kill(stage_process("blob[0]"), SIGKILL);
  EXPECT_TRUE(eventually([&] { return blocks().size() == 1 && identities_of(blocks()) != before; }));
  child.signal(SIGTERM);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_FALSE(named(run.report["links"], "all").contains("bad_frames"));
}

TEST_F(SharedMemory, MayBeUnavailable) {
  environment_["SIZE"] = "1KiB";
  environment_["WEIR_RUNTIME_DIR"] = scratch("on_disk").string();
  const EndedRun run = this->run({pipeline(), "--limit", "20k"});
  expect_good_end(run);
  EXPECT_EQ(results_of(run.report, "check")["records"], 20'000);
}

}  // namespace
}  // namespace weir
