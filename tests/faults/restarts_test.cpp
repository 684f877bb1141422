#include <gmock/gmock.h>

#include <csignal>
#include <sstream>
#include <stdexcept>

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

TEST_F(Restarted, NoneIsThatWouldLeaveTheReceiverOfAnOrderedLinkWaiting) {
  for (const std::string victim : {"numbers[0]", "copy[0]", "shown[0]"}) {
    Child child = running({"--set", "delivery=at_most_once", "--set", "queues.copies.ordered=true"});
    kill(stage_process(victim), SIGKILL);
    expect_failure(wait_for(child), "'" + victim + "' was killed by signal 9 (Killed); it is not started again: ");
  }
}

TEST_F(Restarted, OneThatCannotBeStartedAgainEndsTheRun) {
  environment_["LD_PRELOAD"] = WEIR_FAILING_CALLS;
  environment_["WEIR_FAILING_CALL"] = "posix_spawn 6 " + std::to_string(EAGAIN);
  if (kSanitized) environment_["ASAN_OPTIONS"] += ":verify_asan_link_order=0";
  const std::string place = scratch("place").string();
  Child child = running({"--run-dir", place});
  kill(stage_process("copy[0]"), SIGKILL);
  expect_failure(wait_for(child), "can't start the process 'copy[0]'");
  EXPECT_TRUE(std::filesystem::exists(place + "/inputs")) << "what could go on is kept";
  EXPECT_EQ(weir({"clean"}).exit_code, 0);
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

/// A producer that can't make its records again, beside a consumer that is held up and one that shows what came.
const std::string kSensor = R"(version: 1
producers: {sensor: {type: host_metrics, with: {interval: 1ms}}}
consumers:
  held: {type: count}
  shown: {type: console}
queues:
  held: {from: sensor, to: held}
  shown: {from: sensor, to: shown}
)";

class Sensor : public Restarted {
 protected:
  /// The sensor dies while more of its batches are on their way to `held` than the kernel takes off its hands, some
  /// 300.
  EndedRun killed_sensor(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {write("sensor.yaml", kSensor), "--topology", "processes"});
    Child child = start_run(std::move(flags));
    EXPECT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    const pid_t held = stage_process("held[0]");
    const pid_t sensor = stage_process("sensor[0]");
    if (held <= 0 || sensor <= 0) throw std::runtime_error("a stage is missing: " + child.err());
    kill(held, SIGSTOP);
    const std::uintmax_t before = child.printed();
    EXPECT_TRUE(eventually([&] { return child.printed() > before + 200'000; })) << child.err();
    kill(sensor, SIGKILL);
    EXPECT_TRUE(eventually([&] { return child.err().find("started again") != std::string::npos; })) << child.err();
    kill(held, SIGCONT);
    const std::uintmax_t then = child.printed();
    EXPECT_TRUE(eventually([&] { return child.printed() > then + 10'000; })) << child.err();
    child.signal(SIGINT);
    return wait_for(child);
  }
};

TEST_F(Sensor, WhatItCannotMakeAgainIsCountedAndItsConsumersAreTold) {
  const EndedRun run = killed_sensor({});
  EXPECT_EQ(run.exit_code, 3) << run;
  EXPECT_EQ(run.report["outcome"], "stopped");
  const Json link = named(run.report["links"], "held");
  EXPECT_GT(link["lost"], 100);
  EXPECT_EQ(link["accepted"].get<std::uint64_t>(),
            link["delivered"].get<std::uint64_t>() + link["lost"].get<std::uint64_t>());
  EXPECT_THAT(run.err, HasSubstr("held[0]  goes on without "));
}

TEST_F(Sensor, WithASpoolLosesNothing) {
  const EndedRun run = killed_sensor({"--set", "producers.sensor.spool=disk"});
  expect_good_end(run, "stopped");
  EXPECT_EQ(named(run.report["stages"], "sensor")["restarts"], 1);
  EXPECT_EQ(results_of(run.report, "held")["count"], named(run.report["stages"], "sensor")["records_out"]);
}

class Stalled : public Restarted, public ::testing::WithParamInterface<std::pair<std::string, std::string>> {};

TEST_P(Stalled, AProcessIsKilledAndGoesOnWhereItWas) {
  const std::string section = GetParam().first;
  const std::string name = GetParam().second;
  Child child = running({"--set", section + "." + name + ".restart.stall_after=1s"});
  const pid_t first = stage_process(name + "[0]");
  kill(first, SIGSTOP);
  ASSERT_TRUE(eventually([&] { return child.err().find("has made no progress for 1s") != std::string::npos; }));
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
  const EndedRun run = this->run(
      {write("slow.yaml", kSlow), "--topology", "processes", "--set", "transformers.slow.restart.stall_after=800ms"});
  expect_good_end(run);
  EXPECT_GT(run.took, std::chrono::milliseconds{900});
  EXPECT_EQ(named(run.report["stages"], "slow")["restarts"], 0);
}

TEST_F(Restarted, OneThatHangsOverABatchIsNamedWithItUntilTheBatchIsPoison) {
  Command command = this->command({"run", write("slow.yaml", kSlow), "--topology", "processes", "--limit", "1", "--set",
                                   "transformers.slow.with.each=1min"});
  command.folder = scratch(".");  // where what is poison is written to
  const Ended run = Child(std::move(command)).wait();
  EXPECT_THAT(run.err, HasSubstr("it is started again in 10ms (it had batch 0 of stream 0 at hand)"));
  expect_failure(run, "died 5 times of batch 0 of stream 0");
}

TEST_F(Restarted, AThreadThatMakesNoProgressIsNamed) {
  const EndedRun run = this->run(
      {write("slow.yaml", kSlow), "--topology", "threads", "--limit", "1", "--set", "transformers.slow.with.each=1s"});
  expect_good_end(run);
  EXPECT_THAT(run.err, HasSubstr("slow[0]  has made no progress for 300ms"));
}

}  // namespace
}  // namespace weir
