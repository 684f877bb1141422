#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "hand_driven_run.h"

// Loops together: shapes of pipelines, each acknowledged in both ways.
namespace weir::run {
namespace {

class PipelineLoops : public testing::TestWithParam<AcknowledgeWhen> {
 protected:
  static std::vector<std::int64_t> sorted(std::vector<std::int64_t> values) {
    std::ranges::sort(values);
    return values;
  }

  /// Every record of each replica of "c".
  static std::vector<std::int64_t> all_values(HandDrivenRun& run, int replicas) {
    std::vector<std::int64_t> all;
    for (int i = 0; i < replicas; ++i) {
      const std::vector<std::int64_t>& some = run.stage<Kept>("c[" + std::to_string(i) + "]").values;
      all.insert(all.end(), some.begin(), some.end());
    }
    return sorted(all);
  }
};

INSTANTIATE_TEST_SUITE_P(Acknowledged, PipelineLoops,
                         testing::Values(AcknowledgeWhen::kDone, AcknowledgeWhen::kNobodyNeedsIt),
                         [](const testing::TestParamInfo<AcknowledgeWhen>& when) {
                           return when.param == AcknowledgeWhen::kDone ? "when_done" : "along_the_chain";
                         });

/// Twice each value, in order.
std::vector<std::int64_t> twice(std::size_t count) {
  std::vector<std::int64_t> values;
  for (const std::int64_t value : first_numbers(count)) values.insert(values.end(), 2, value);
  return values;
}

const std::string kStages =
    "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}, e: {type: mapped}}\n"
    "consumers: {c: {type: kept}}\n";

TEST_P(PipelineLoops, DeliverBothCopiesOfADiamond) {
  for (const char* links :
       {"queues: {q: a -> b, r: a -> e, s: b -> c, t: e -> c}\n", "queues: {q: a -> b, r: a -> e, s: '[b, e] -> c'}\n",
        "queues: {q: a -> b, r: a -> e, s: {from: [b, e], to: c, ordered: true}}\n",
        "queues: {q: a -> b, s: b -> c}\npipes: {r: a -> e, t: e -> c}\n"}) {
    HandDrivenRun run(kStages + links, GetParam());
    run.stage<Scripted>("a[0]").make = numbers(5000);
    run.to_end();
    EXPECT_EQ(sorted(run.stage<Kept>("c[0]").values), twice(5000)) << links;
  }
}

TEST_P(PipelineLoops, DeliverBothCopiesOverTwoLinksBetweenTheSamePair) {
  HandDrivenRun run("producers: {a: {type: scripted}}\nconsumers: {c: {type: kept}}\nqueues: {q: a -> c, r: a -> c}\n",
                    GetParam());
  run.stage<Scripted>("a[0]").make = numbers(2000);
  run.to_end();
  EXPECT_EQ(sorted(run.stage<Kept>("c[0]").values), twice(2000));
}

TEST_P(PipelineLoops, DeliverAllCopiesOfADiamondBehindADiamond) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\n"
      "transformers: {b: {type: mapped}, d: {type: mapped}, e: {type: mapped}, f: {type: mapped}, g: {type: mapped}}\n"
      "consumers: {c: {type: kept}}\n"
      "queues: {q1: a -> b, q2: a -> d, q3: '[b, d] -> e', q4: e -> f, q5: e -> g, q6: '[f, g] -> c'}\n",
      GetParam());
  run.stage<Scripted>("a[0]").make = numbers(300);
  run.to_end();
  std::vector<std::int64_t> expected;
  for (const std::int64_t value : first_numbers(300)) expected.insert(expected.end(), 4, value);
  EXPECT_EQ(sorted(run.stage<Kept>("c[0]").values), expected);
}

TEST_P(PipelineLoops, ShareTheWorkAmongReplicas) {
  HandDrivenRun run(
      "producers: {a: {type: scripted, replicas: 2}}\ntransformers: {b: {type: mapped, replicas: 3}}\n"
      "consumers: {c: {type: kept, replicas: 2}}\n",
      GetParam());
  run.stage<Scripted>("a[0]").make = numbers(20'000);
  run.stage<Scripted>("a[1]").make = numbers(20'000);
  run.to_end();
  EXPECT_EQ(all_values(run, 2), twice(20'000));
  for (const char* name : {"b[0]", "b[1]", "b[2]"}) EXPECT_GT(run.page(name).stage().records_in.get(), 0U);
}

TEST_P(PipelineLoops, RestoreTheOrderBehindReplicas) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped, replicas: 3}}\n"
      "consumers: {c: {type: kept}}\n"
      "queues: {q: {from: a, to: b, batch: {records: 7}}, r: {from: b, to: c, ordered: true}}\n",
      GetParam());
  run.stage<Scripted>("a[0]").make = numbers(10'000);
  for (const char* name : {"b[0]", "b[1]", "b[2]"}) {
    run.stage<Mapped>(name).map = [](std::int64_t value, Emitter<v1::Number>& out) {
      if (value % 100 < 60) out.emit().set_value(value);
    };
  }
  run.to_end();
  const std::vector<std::int64_t>& values = run.stage<Kept>("c[0]").values;
  EXPECT_EQ(values.size(), 6000U);
  EXPECT_TRUE(std::ranges::is_sorted(values));
}

TEST_P(PipelineLoops, KeepTheOrderForReplicasBehindAFilter) {
  HandDrivenRun run(
      "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}, e: {type: mapped}}\n"
      "consumers: {c: {type: kept, replicas: 2}}\n"
      "queues: {q: {from: a, to: b, batch: {records: 3}}, r: b -> e, s: {from: e, to: c, ordered: true}}\n",
      GetParam());
  run.stage<Scripted>("a[0]").make = numbers(9000);
  run.stage<Mapped>("b[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
    if (value >= 4500) out.emit().set_value(value);
  };
  run.to_end();
  EXPECT_EQ(all_values(run, 2).size(), 4500U);
  for (const char* name : {"c[0]", "c[1]"}) EXPECT_TRUE(std::ranges::is_sorted(run.stage<Kept>(name).values));
}

TEST_P(PipelineLoops, SurviveTheSmallestCapacities) {
  for (const char* capacity : {"1", "2", "7"}) {
    const std::string link = std::string(", capacity: ") + capacity + "}";
    HandDrivenRun run(kStages + "queues: {q: {from: a, to: b" + link + ", r: {from: a, to: e" + link +
                          ", s: {from: [b, e], to: c" + link + "}\n",
                      GetParam());
    run.stage<Scripted>("a[0]").make = numbers(500);
    run.stage<Mapped>("e[0]").map = [](std::int64_t value, Emitter<v1::Number>& out) {
      for (std::int64_t i = 0; i < value % 5; ++i) out.emit().set_value(-1);
    };
    run.to_end();
    EXPECT_EQ(run.stage<Kept>("c[0]").values.size(), 500U + 1000U);
  }
}

TEST_P(PipelineLoops, BalanceTheLedgerWhereLinksDrop) {
  for (const char* policy : {"drop_newest", "drop_oldest"}) {
    HandDrivenRun run(
        kStages + "queues: {q: a -> b, r: a -> e, s: {from: [b, e], to: c, capacity: 8, on_full: " + policy + "}}\n",
        GetParam());
    run.stage<Scripted>("a[0]").make = numbers(20'000);
    run.to_end();
    std::uint64_t accepted = 0;
    std::uint64_t dropped = 0;
    for (const char* name : {"b[0]", "e[0]"}) {
      accepted += run.page(name).outlet(0).accepted.get();
      dropped += run.page(name).outlet(0).dropped.get();
    }
    EXPECT_EQ(accepted, 40'000U);
    EXPECT_GT(dropped, 0U);
    EXPECT_EQ(run.page("c[0]").inlet(0).delivered.get(), accepted - dropped);
  }
}

}  // namespace
}  // namespace weir::run
