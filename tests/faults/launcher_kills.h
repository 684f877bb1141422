#pragma once

#include <csignal>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/fault_rounds.h"
#include "support/program_test.h"

namespace weir {

/// Kills launchers, and takes up what they leave.
class LauncherKills : public ProgramTest {
 protected:
  /// The launcher dies; its processes go with it.
  static void kill_launcher(Child& child) {
    child.signal(SIGKILL);
    child.wait();
  }

  std::string directory() const {
    const auto left = left_in_runs();
    return left.empty() ? "" : left.front().string();
  }

  /// Whether a run has begun there that can be taken up.
  static bool has_begun(const std::string& directory) {
    return !directory.empty() && std::filesystem::exists(directory + "/inputs");
  }

  Child start_resume(const std::string& directory) const {
    return start({"resume", directory, "--report", scratch("report.json").string()});
  }

  /// Kills the launcher, and each that takes the run up, at moments that a seed chooses, by turns after its start and
  /// after there was something to take up; the last one may go on.
  EndedRun run_through_kills(const std::vector<std::string>& arguments, int kills, int round) {
    constexpr std::uint32_t kSeed = 20'260'102;
    std::mt19937 random(kSeed + static_cast<std::uint32_t>(round));
    auto child = std::make_unique<Child>(start_run(arguments));
    std::vector<std::string> once_more = arguments;
    once_more.emplace_back("--overwrite");
    int killed = 0;
    int resumed = 0;
    for (; killed < kills && !child->has_ended(); ++killed) {
      if (killed % 2 == 1) {
        EXPECT_TRUE(eventually([&] { return has_begun(directory()) || child->has_ended(); }));
      }
      // No wait for anything: this is the moment that the seed has chosen.
      std::this_thread::sleep_for(std::chrono::milliseconds{10 + random() % 60});
      kill_launcher(*child);
      const bool begun = has_begun(directory());
      if (begun) {
        child = std::make_unique<Child>(start_resume(directory()));
        ++resumed;
        continue;
      }
      // It had not begun, or was just over: then its output is there.
      weir({"clean"});
      child = std::make_unique<Child>(start_run(once_more));
    }
    say_kills(killed, round);
    EXPECT_GE(resumed, 1);
    return wait_for(*child);
  }
};

}  // namespace weir
