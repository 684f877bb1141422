#include <gmock/gmock.h>

#include <csignal>
#include <random>
#include <thread>

#include "support/pipelines.h"
#include "support/program_test.h"

// Transformers that are killed and started again: nothing is lost, nothing is there twice, and the account is exact.
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

/// A pipeline whose transformers, all called t…, are killed.
struct Victim {
  std::string name;
  std::string yaml;
};
void PrintTo(const Victim& victim, std::ostream* out) { *out << victim.name; }

/// Kills of the transformers of a run that ends by itself, at moments that a seed chooses.
class Chaos : public Restarted, public ::testing::WithParamInterface<Victim> {};

TEST_P(Chaos, LeavesTheResultOfAnUndisturbedRun) {
  const std::string file = write("chaos.yaml", GetParam().yaml);
  const EndedRun undisturbed = run({file, "--topology", "threads"});
  expect_good_end(undisturbed);

  constexpr std::uint32_t kSeed = 20'260'101;
  constexpr int kMostKills = 5;  // the back-off doubles with each
  std::mt19937 random(kSeed);
  Child child = start_run({file, "--topology", "processes"});
  int kills = 0;
  while (kills < kMostKills && !child.has_ended()) {
    // No wait for anything: this is the moment that the seed has chosen.
    std::this_thread::sleep_for(std::chrono::milliseconds{5 + random() % 40});
    std::vector<pid_t> transformers;
    for (const ProcessSeen& seen : processes()) {
      if (seen.command_line.find("weir stage t") != std::string::npos) transformers.push_back(seen.pid);
    }
    if (transformers.empty()) continue;
    kill(transformers[random() % transformers.size()], SIGKILL);
    ++kills;
  }
  const EndedRun disturbed = wait_for(child);
  expect_good_end(disturbed);
  EXPECT_GE(kills, 1);
  for (const Json& stage : undisturbed.report["stages"]) {
    if (stage["role"] != "consumer") continue;
    EXPECT_EQ(results_of(disturbed.report, stage["name"]), stage["results"]) << kills << disturbed;
  }
}

const std::string kOften = "restart: {max: 1000, backoff: 1ms}";

const std::vector<Victim> kVictims{
    {"a_chain",
     "version: 1\nlimit: 2M\nproducers: {a: {type: counter}}\n"
     "transformers: {t1: {type: square, " +
         kOften + "}, t2: {type: identity, " + kOften +
         "}}\n"
         "consumers: {z: {type: sum}}\n"},
    {"replicas_and_two_ways",
     "version: 1\nlimit: 1M\nproducers: {a: {type: counter}}\n"
     "transformers: {t1: {type: square, replicas: 3, " +
         kOften +
         "}}\n"
         "consumers: {y: {type: count}, z: {type: sum}}\n"
         "queues: {q: a -> t1, r: t1 -> z, s: t1 -> y}\n"},
    {"order",
     "version: 1\nlimit: 50k\nproducers: {a: {type: counter}}\n"
     "transformers: {t1: {type: square, replicas: 2, " +
         kOften +
         "}}\n"
         "consumers: {z: {type: sum}}\n"
         "queues: {q: {from: a, to: t1, capacity: 64}, r: {from: t1, to: z, ordered: true, capacity: 64}}\n"}};

INSTANTIATE_TEST_SUITE_P(Of, Chaos, ::testing::ValuesIn(kVictims), [](const auto& it) { return it.param.name; });

}  // namespace
}  // namespace weir
