#include <random>
#include <set>

#include "chaos_pipelines.h"
#include "chaos_run.h"
#include "support/fault_rounds.h"

// Pipelines with a stage that answers a record with several and refuses some, in either topology: its lives and those
// of the launcher end at moments that a seed chooses.
namespace weir {
namespace {

struct SplitCase {
  Victim victim;
  std::string topology;
};
void PrintTo(const SplitCase& one, std::ostream* out) { *out << one.victim.name << " in " << one.topology; }

class ChaosOfLives : public ChaosRun, public ::testing::WithParamInterface<SplitCase> {
 protected:
  std::vector<std::string> arguments() const { return ChaosRun::arguments(GetParam().victim, GetParam().topology); }

  static int restarts(const EndedRun& run) {
    int sum = 0;
    for (const Json& stage : run.report["stages"]) sum += stage["restarts"].get<int>();
    return sum;
  }
};

/// The setting of the stage that dies.
std::string dies_at(std::size_t deaths, std::int64_t within_calls, int round) {
  constexpr std::uint32_t kSeed = 20'260'103;
  std::mt19937 random(kSeed + static_cast<std::uint32_t>(round));
  std::set<std::int64_t> calls;
  while (calls.size() < deaths) calls.insert(1 + random() % within_calls);
  std::string list;
  for (const std::int64_t call : calls) list.append(list.empty() ? "[" : ", ").append(std::to_string(call));
  return "transformers.t1.with.dies_at=" + list + "]";
}

using ChaosOfStages = ChaosOfLives;

TEST_P(ChaosOfStages, LeavesTheResultOfAnUndisturbedRun) {
  constexpr int kDeaths = 3;  // the back-off doubles with each
  const Victim& victim = GetParam().victim;
  const std::int64_t calls_of_each_replica = records_of(victim) / 8;
  const Left left = undisturbed(victim);
  EXPECT_GT(left.said.at("t1").at("rejected"), 0);
  EXPECT_EQ(left.dead.empty(), victim.yaml.find("poison: ") == std::string::npos);
  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    std::vector<std::string> deadly = arguments();
    deadly.insert(deadly.end(), {"--set", dies_at(kDeaths, calls_of_each_replica, round)});
    const EndedRun disturbed = run(deadly);
    expect_good_end(disturbed);
    say_kills(restarts(disturbed), round);
    EXPECT_GE(restarts(disturbed), kDeaths);
    expect_same(take_left(disturbed), left);
  }
}

using ChaosOfLaunchers = ChaosOfLives;

TEST_P(ChaosOfLaunchers, LeavesTheResultOfAnUndisturbedRun) {
  constexpr int kKills = 4;
  const Left left = undisturbed(GetParam().victim);
  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    const EndedRun disturbed = run_through_kills(arguments(), kKills, round);
    expect_good_end(disturbed);
    expect_same(take_left(disturbed), left);
  }
}

std::vector<SplitCase> split_cases(bool with_at_least_once_in_threads) {
  std::vector<SplitCase> all;
  for (const Victim& victim : kVictims) {
    const bool is_split = victim.yaml.find("type: split") != std::string::npos;
    const bool is_at_least_once = victim.yaml.find("effectively_once") == std::string::npos;
    if (!is_split || (kSanitized && is_at_least_once)) continue;
    all.push_back({victim, "processes"});
    if (with_at_least_once_in_threads || !is_at_least_once) all.push_back({victim, "threads"});
  }
  return all;
}

std::string name_of_case(const ::testing::TestParamInfo<SplitCase>& it) {
  return it.param.victim.name + "_in_" + it.param.topology;
}

INSTANTIATE_TEST_SUITE_P(Of, ChaosOfStages, ::testing::ValuesIn(split_cases(true)), name_of_case);
INSTANTIATE_TEST_SUITE_P(Of, ChaosOfLaunchers, ::testing::ValuesIn(split_cases(false)), name_of_case);

}  // namespace
}  // namespace weir
