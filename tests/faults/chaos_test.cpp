#include <gmock/gmock.h>

#include <csignal>
#include <random>
#include <thread>

#include "support/fault_rounds.h"
#include "support/program_test.h"

// Whole pipelines whose processes are killed at moments that a seed chooses: their results are those of a run in which
// nothing died.
namespace weir {
namespace {

/// A pipeline whose producers are called a…, its transformers t… and its consumers z….
struct Victim {
  std::string name;
  std::string yaml;
  std::vector<std::string> roles;  ///< first letters of those that are killed
};

/// Of a run that ends by itself, processes of one role are killed at moments that a seed chooses.
struct Case {
  Victim victim;
  std::string role;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.victim.name << " without " << one.role; }

class Chaos : public ProgramTest, public ::testing::WithParamInterface<Case> {
 protected:
  void expect_the_same_of_a_disturbed_run(const std::string& file, const EndedRun& undisturbed, int round) {
    constexpr std::uint32_t kSeed = 20'260'101;
    constexpr int kMostKills = 5;  // the back-off doubles with each
    std::mt19937 random(kSeed + static_cast<std::uint32_t>(round));
    const std::filesystem::path output = scratch("disturbed" + std::to_string(round));
    environment_["OUT"] = output.string();
    Child child = start_run({file, "--topology", "processes"});
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
    EXPECT_EQ(said(disturbed), said(undisturbed)) << kills << disturbed;
    EXPECT_EQ(std::filesystem::exists(output), std::filesystem::exists(scratch("undisturbed")));
    EXPECT_TRUE(content_of(output) == content_of(scratch("undisturbed")));
    std::filesystem::remove(output);
  }

  /// The role's processes that live.
  std::vector<pid_t> victims() const {
    std::vector<pid_t> found;
    for (const ProcessSeen& seen : processes()) {
      if (seen.command_line.find("weir stage " + GetParam().role) != std::string::npos) found.push_back(seen.pid);
    }
    return found;
  }

  /// What the replicas of each consumer say together, but for where they wrote it.
  static Json said(const EndedRun& run) {
    Json said;
    for (const Json& stage : run.report["stages"]) {
      if (stage["role"] != "consumer") continue;
      for (const auto& [name, value] : stage["results"].items()) {
        if (name == "path") continue;
        Json& here = said[stage["name"].get<std::string>()][name];
        here =
            value.is_number() && !here.is_null() ? Json(here.get<std::int64_t>() + value.get<std::int64_t>()) : value;
      }
    }
    return said;
  }
};

/// Two columns of numbers, none of which follows from its neighbours.
std::string csv_of_numbers(std::uint64_t rows) {
  std::string text = "x,y\n";
  for (std::uint64_t row = 0; row < rows; ++row) {
    text += std::to_string(row * 7'919 % 1'000) + "," + std::to_string(row * 104'729 % 997) + ".25\n";
  }
  return text;
}

TEST_P(Chaos, LeavesTheResultOfAnUndisturbedRun) {
  environment_["IN"] = write("in.csv", csv_of_numbers(100'000));
  const std::string file = write("chaos.yaml", GetParam().victim.yaml);
  environment_["OUT"] = scratch("undisturbed").string();
  const EndedRun undisturbed = run({file, "--topology", "threads"});
  expect_good_end(undisturbed);

  for (int round = 0; round < fault_rounds() && !HasFailure(); ++round) {
    expect_the_same_of_a_disturbed_run(file, undisturbed, round);
  }
}

const std::string kOften = "restart: {max: 1000, backoff: 1ms}";

const std::vector<Victim> kVictims{
    {"a_chain",
     "version: 1\nlimit: 2M\nproducers: {a: {type: counter, " + kOften +
         "}}\n"
         "transformers: {t1: {type: square, " +
         kOften + "}, t2: {type: identity, " + kOften +
         "}}\n"
         "consumers: {z: {type: sum, " +
         kOften + "}}\n",
     {"", "a", "t", "z"}},
    {"replicas_and_two_ways",
     "version: 1\nlimit: 1M\nproducers: {a: {type: counter}}\n"
     "transformers: {t1: {type: square, replicas: 3, " +
         kOften +
         "}}\n"
         "consumers: {z1: {type: count, " +
         kOften + "}, z2: {type: sum, " + kOften +
         "}}\n"
         "queues: {q: a -> t1, r: t1 -> z2, s: t1 -> z1}\n",
     {"t", "z"}},
    {"replicas_all_along",
     "version: 1\nlimit: 500k\n"
     "producers: {a1: {type: counter, " +
         kOften + "}, a2: {type: counter, " + kOften +
         "}}\n"
         "transformers: {t1: {type: square, replicas: 4, " +
         kOften + "}, t2: {type: identity, replicas: 2, " + kOften +
         "}}\n"
         "consumers: {z1: {type: sum, replicas: 3, " +
         kOften + "}, z2: {type: count, " + kOften +
         "}}\n"
         "queues: {q: \"[a1, a2] -> t1\", r: t1 -> t2, s: t2 -> z1, u: t2 -> z2}\n",
     {"", "a", "t", "z"}},
    {"order_effectively_once",
     "version: 1\ndelivery: effectively_once\nlimit: 500k\nproducers: {a: {type: counter, " + kOften +
         "}}\n"
         "transformers: {t1: {type: square, replicas: 4, " +
         kOften +
         "}}\n"
         "consumers: {z: {type: csv_file, with: {path: \"${OUT}\"}, " +
         kOften +
         "}}\n"
         "queues: {q: a -> t1, r: {from: t1, to: z, ordered: true}}\n",
     {"", "a", "t", "z"}},
    {"order",
     "version: 1\nlimit: 50k\nproducers: {a: {type: counter}}\n"
     "transformers: {t1: {type: square, replicas: 2, " +
         kOften +
         "}}\n"
         "consumers: {z: {type: sum}}\n"
         "queues: {q: {from: a, to: t1, capacity: 64}, r: {from: t1, to: z, ordered: true, capacity: 64}}\n",
     {"t"}},
    {"a_window_into_a_file_effectively_once",
     "version: 1\ndelivery: effectively_once\n"
     "producers: {a: {type: csv_file, with: {path: \"${IN}\"}, " +
         kOften +
         "}}\n"
         "transformers: {t1: {type: moving_average, " +
         kOften + "}, t2: {type: threshold, with: {level: 400}, " + kOften +
         "}}\n"
         "consumers: {z: {type: csv_file, with: {path: \"${OUT}\"}, " +
         kOften + "}}\n",
     {"", "a", "t", "z"}}};

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
