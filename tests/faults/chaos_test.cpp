#include <csignal>
#include <random>
#include <thread>

#include "chaos_pipelines.h"
#include "chaos_run.h"
#include "support/fault_rounds.h"

// Whole pipelines whose processes are killed at moments that a seed chooses: they leave what a run leaves in which
// nothing died.
namespace weir {
namespace {

/// Of a run that ends by itself, processes of one role are killed at moments that a seed chooses.
struct Case {
  Victim victim;
  std::string role;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.victim.name << " without " << one.role; }

class Chaos : public ChaosRun, public ::testing::WithParamInterface<Case> {
 protected:
  void expect_the_same_of_a_disturbed_run(const Left& undisturbed, int round) {
    constexpr std::uint32_t kSeed = 20'260'101;
    constexpr int kMostKills = 5;  // the back-off doubles with each
    std::mt19937 random(kSeed + static_cast<std::uint32_t>(round));
    Child child = start_run(arguments(GetParam().victim, "processes"));
    int kills = 0;
    while (kills < kMostKills && !child.has_ended()) {
      // No wait for anything: this is the moment that the seed has chosen.
      std::this_thread::sleep_for(std::chrono::milliseconds{5 + random() % 40});
      const std::vector<pid_t> living = victims();
      if (living.empty()) continue;
      kill(living[random() % living.size()], SIGKILL);
      ++kills;
    }
    const EndedRun disturbed = wait_for(child);
    expect_good_end(disturbed);
    say_kills(kills, round);
    EXPECT_GE(kills, 1);
    expect_same(take_left(disturbed), undisturbed);
  }

  /// The role's processes that live.
  std::vector<pid_t> victims() const {
    std::vector<pid_t> found;
    for (const ProcessSeen& seen : processes()) {
      if (seen.command_line.find("weir stage " + GetParam().role) != std::string::npos) found.push_back(seen.pid);
    }
    return found;
  }
};

TEST_P(Chaos, LeavesTheResultOfAnUndisturbedRun) {
  const Left left = undisturbed(GetParam().victim);
  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    expect_the_same_of_a_disturbed_run(left, round);
  }
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Victim& victim : kVictims) {
    for (const std::string& role : victim.roles) all.push_back({victim, role});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Of, Chaos, ::testing::ValuesIn(cases()), [](const auto& it) {
  return it.param.victim.name + (it.param.role.empty() ? "_all_roles" : "_role_" + it.param.role);
});

}  // namespace
}  // namespace weir
