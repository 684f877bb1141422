#include <gmock/gmock.h>

#include <csignal>
#include <random>
#include <sstream>
#include <thread>

#include "support/pipelines.h"
#include "support/program_test.h"

// Stages that are killed and started again: nothing is lost, nothing is there twice, and the account is exact.
namespace weir {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

class Restarted : public ProgramTest {
 protected:
  Child running(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {write("endless.yaml", kEndless), "--topology", "processes"});
    Child child = start_run(std::move(flags));
    EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    return child;
  }

  /// Kills the process, and waits until the next one of the same name carries records.
  void kill_and_wait_for_records(Child& child, const std::string& name) {
    const pid_t first = stage_process(name);
    ASSERT_GT(first, 0) << child.err();
    kill(first, SIGKILL);
    ASSERT_TRUE(eventually([&] {
      const pid_t next = stage_process(name);
      return next > 0 && next != first;
    })) << child.err();
    const std::uintmax_t before = child.printed();
    ASSERT_TRUE(eventually([&] { return child.printed() > before + 100'000; })) << child.err();
  }
};

TEST_F(Restarted, ATransformerGoesOnWhereItsEarlierLifeWas) {
  Child child = running();
  for (int life = 0; life < 5; ++life) kill_and_wait_for_records(child, "copy[0]");
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_TRUE(run.out == numbers_as_lines(named(run.report["stages"], "numbers")["records_out"]));
  EXPECT_EQ(named(run.report["stages"], "copy")["restarts"], 5);
  EXPECT_THAT(run.err, HasSubstr("'copy[0]' was killed by signal 9 (Killed); it is started again in 10ms"));
}

TEST_F(Restarted, AGroupGoesOnWhereItsEarlierLifeWas) {
  Child child = running({"--set", "transformers.square.process=workers", "--set", "transformers.copy.process=workers"});
  for (int life = 0; life < 3; ++life) kill_and_wait_for_records(child, "workers");
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_TRUE(run.out == numbers_as_lines(named(run.report["stages"], "numbers")["records_out"]));
}

TEST_F(Restarted, DuringTheDrainATransformerStillGoesOn) {
  Child child = running();
  const pid_t shown = stage_process("shown[0]");
  kill(shown, SIGSTOP);
  child.signal(SIGINT);
  ASSERT_TRUE(eventually([&] { return child.err().find("drains") != std::string::npos; }));
  kill(stage_process("copy[0]"), SIGKILL);
  ASSERT_TRUE(eventually([&] { return child.err().find("started again") != std::string::npos; }));
  kill(shown, SIGCONT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_TRUE(run.out == numbers_as_lines(named(run.report["stages"], "numbers")["records_out"]));
}

TEST_F(Restarted, OneThatDiesAgainAndAgainEndsTheRun) {
  Child child = running({"--set", "transformers.square.restart.max=3"});
  pid_t last = 0;
  for (int death = 0; death < 4; ++death) {
    pid_t next = 0;
    ASSERT_TRUE(eventually([&] {
      next = stage_process("square[0]");
      return next > 0 && next != last;
    })) << child.err();
    last = next;
    kill(next, SIGKILL);
  }
  const EndedRun run = wait_for(child);
  expect_failure(run, "'square[0]' dies again and again; its 'restart' allows no more");
  EXPECT_EQ(named(run.report["stages"], "square")["restarts"], 3);
}

class AtMostOnce : public Restarted, public ::testing::WithParamInterface<std::string> {};

TEST_P(AtMostOnce, WhatADeadStageHeldIsLostAndCountedAndTheRunGoesOn) {
  Child child = running({"--set", "delivery=at_most_once"});
  for (int life = 0; life < 3; ++life) kill_and_wait_for_records(child, GetParam());
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  EXPECT_EQ(run.report["outcome"], "stopped") << run;
  std::uint64_t lost = 0;
  for (const Json& link : run.report["links"]) {
    lost += link["lost"].get<std::uint64_t>();
    EXPECT_EQ(link["accepted"].get<std::uint64_t>(), link["delivered"].get<std::uint64_t>() +
                                                         link["rejected"].get<std::uint64_t>() +
                                                         link["lost"].get<std::uint64_t>())
        << link;
  }
  EXPECT_EQ(run.exit_code, lost > 0 ? 3 : 0);
  std::istringstream lines(run.out);
  std::int64_t last = -1;
  for (std::int64_t number = 0; lines >> number; last = number) ASSERT_GT(number, last);
}

INSTANTIATE_TEST_SUITE_P(, AtMostOnce, ::testing::Values("numbers[0]", "square[0]", "copy[0]", "total[0]"),
                         [](const auto& it) { return it.param.substr(0, it.param.find('[')); });

class Stalled : public Restarted, public ::testing::WithParamInterface<std::pair<std::string, std::string>> {};

TEST_P(Stalled, AProcessIsKilledAndGoesOnWhereItWas) {
  const auto& [section, name] = GetParam();
  Child child = running({"--set", section + "." + name + ".restart.stall_after=200ms"});
  const pid_t first = stage_process(name + "[0]");
  kill(first, SIGSTOP);
  ASSERT_TRUE(eventually([&] { return child.err().find("has made no progress for 200ms") != std::string::npos; }));
  ASSERT_TRUE(eventually([&] {
    const pid_t next = stage_process(name + "[0]");
    return next > 0 && next != first;
  })) << child.err();
  const std::uintmax_t before = child.printed();
  ASSERT_TRUE(eventually([&] { return child.printed() > before + 100'000; })) << child.err();
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  EXPECT_EQ(named(run.report["stages"], name)["restarts"], 1);
}

INSTANTIATE_TEST_SUITE_P(, Stalled,
                         ::testing::Values(std::pair{"producers", "numbers"}, std::pair{"transformers", "copy"},
                                           std::pair{"consumers", "total"}),
                         [](const auto& it) { return it.param.second; });

const std::string kSlow = R"(version: 1
limit: 20
producers: {numbers: {type: counter}}
transformers: {slow: {type: delay, with: {each: 50ms}, restart: {stall_after: 300ms}}}
consumers: {seen: {type: count}}
)";

TEST_F(Restarted, OneThatIsSlowButMovesIsLeftAlone) {
  const EndedRun run = this->run({write("slow.yaml", kSlow), "--topology", "processes"});
  expect_good_end(run);
  EXPECT_GT(run.took, std::chrono::milliseconds{900});
  EXPECT_EQ(named(run.report["stages"], "slow")["restarts"], 0);
}

TEST_F(Restarted, AThreadThatMakesNoProgressIsNamed) {
  const EndedRun run = this->run(
      {write("slow.yaml", kSlow), "--topology", "threads", "--limit", "1", "--set", "transformers.slow.with.each=1s"});
  expect_good_end(run);
  EXPECT_THAT(run.err, HasSubstr("slow[0]  has made no progress for 300ms"));
}

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

class Chaos : public Restarted, public ::testing::WithParamInterface<Case> {
 protected:
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

  constexpr std::uint32_t kSeed = 20'260'101;
  constexpr int kMostKills = 5;  // the back-off doubles with each
  std::mt19937 random(kSeed);
  environment_["OUT"] = scratch("disturbed").string();
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
  EXPECT_GE(kills, 1);
  EXPECT_EQ(said(disturbed), said(undisturbed)) << kills << disturbed;
  EXPECT_EQ(std::filesystem::exists(scratch("disturbed")), std::filesystem::exists(scratch("undisturbed")));
  EXPECT_TRUE(content_of(scratch("disturbed")) == content_of(scratch("undisturbed")));
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
