#include <algorithm>
#include <numeric>

#include "support/program_test.h"

namespace weir {
namespace {

class Links : public EachTopology {
 protected:
  EndedRun run_pipeline(const std::string& pipeline, std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {write("pipeline.yaml", pipeline), "--topology", GetParam()});
    return run(std::move(flags));
  }
};

std::vector<std::int64_t> items_of(const Json& report, const std::string& stage) {
  return results_of(report, stage)["items"].get<std::vector<std::int64_t>>();
}

std::vector<std::int64_t> first_numbers(std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST_P(Links, OfOneSenderEachGetEveryRecord) {
  const EndedRun run = run_pipeline(R"(version: 1
producers: {numbers: {type: counter, with: {count: 5000}}}
transformers: {copy: {type: identity, replicas: 3}}
consumers: {first: {type: collect}, second: {type: collect}, third: {type: collect}}
queues: {a: numbers -> first, c: numbers -> copy, d: copy -> third}
pipes: {b: numbers -> second}
)");
  expect_good_end(run);
  EXPECT_EQ(items_of(run.report, "first"), first_numbers(5000));
  EXPECT_EQ(items_of(run.report, "second"), first_numbers(5000));
  std::vector<std::int64_t> third = items_of(run.report, "third");
  std::ranges::sort(third);
  EXPECT_EQ(third, first_numbers(5000));
}

TEST_P(Links, BringManySendersToOneReceiver) {
  const EndedRun run = run_pipeline(R"(version: 1
producers:
  low: {type: counter, with: {count: 1000}, replicas: 2}
  high: {type: counter, with: {from: 1000, count: 1000}}
consumers: {seen: {type: collect}}
queues: {all: {from: [low, high], to: seen}}
)");
  expect_good_end(run);
  std::vector<std::int64_t> expected = first_numbers(2000);
  for (const std::int64_t number : first_numbers(1000)) expected.push_back(number);
  std::vector<std::int64_t> seen = items_of(run.report, "seen");
  std::ranges::sort(expected);
  std::ranges::sort(seen);
  EXPECT_EQ(seen, expected);
}

TEST_P(Links, RestoreTheOrderBehindReplicasWhereTheyAreToldTo) {
  const EndedRun run = run_pipeline(R"(version: 1
producers: {numbers: {type: counter, with: {count: 2000}}}
transformers: {slow: {type: delay, replicas: 4, with: {each: 50us}}}
consumers: {seen: {type: collect}}
queues:
  out: {from: numbers, to: slow, batch: {records: 7}}
  back: {from: slow, to: seen, ordered: true}
)");
  expect_good_end(run);
  EXPECT_EQ(items_of(run.report, "seen"), first_numbers(2000));
  for (std::size_t replica = 0; replica < 4; ++replica) {
    EXPECT_GT(run.report["stages"][1 + replica]["records_in"], 0) << "so nothing had to be put in order";
  }
}

/// The items of each producer, which counts from a million of its own, ascend from the first.
void expect_each_in_order(const std::vector<std::int64_t>& items, std::size_t producers, std::int64_t count) {
  constexpr std::int64_t kMillion = 1'000'000;
  std::vector<std::int64_t> next(producers, 0);
  for (const std::int64_t item : items) {
    ASSERT_EQ(item % kMillion, next.at(static_cast<std::size_t>(item / kMillion))++);
  }
  for (const std::int64_t end : next) EXPECT_EQ(end, count);
}

// The batch that everyone waits for stands behind others at a sender, who has run out of room because of those others.
TEST_P(Links, RestoreTheOrderOfSeveralProducersWithRoomForOneBatch) {
  const std::int64_t records = a_fifth_if_sanitized(4'000);
  for (const char* const capacity : {"1", "16", "512"}) {
    const EndedRun run = run_pipeline("version: 1\nlimit: " + std::to_string(records) + R"(
producers: {low: {type: counter}, high: {type: counter, with: {from: 1000000}}}
transformers: {copy: {type: identity, replicas: 3}}
consumers: {seen: {type: collect}}
queues:
  out: {from: [low, high], to: copy, batch: {records: 4}}
  back: {from: copy, to: seen, ordered: true, capacity: )" +
                                      std::string(capacity) + "}\n");
    expect_good_end(run);
    expect_each_in_order(items_of(run.report, "seen"), 2, records);
  }
}

TEST_P(Links, RestoreTheOrderBehindSeveralStagesWithReplicas) {
  const std::int64_t records = a_fifth_if_sanitized(4'000);
  for (const char* const capacity : {"1", "16", "512"}) {
    const EndedRun run = run_pipeline("version: 1\nlimit: " + std::to_string(records) + R"(
producers: {low: {type: counter}, high: {type: counter, with: {from: 1000000}}}
transformers: {one: {type: identity, replicas: 2}, two: {type: identity, replicas: 2}, three: {type: identity, replicas: 2}}
consumers: {seen: {type: collect}}
queues:
  a: {from: [low, high], to: one, batch: {records: 4}}
  b: {from: one, to: two, capacity: 16}
  c: {from: two, to: three, capacity: 16}
  d: {from: three, to: seen, ordered: true, capacity: )" +
                                      std::string(capacity) + "}\n");
    expect_good_end(run);
    expect_each_in_order(items_of(run.report, "seen"), 2, records);
  }
}

TEST_P(Links, BringWhatASlowStageHasDoneWithoutWaitingForMore) {
  const EndedRun run = run_pipeline(R"(version: 1
producers: {numbers: {type: counter, with: {count: 200}}}
transformers: {slow: {type: delay, with: {each: 5ms}}}
consumers: {seen: {type: collect}}
queues:
  out: {from: numbers, to: slow, batch: {records: 4}}
  back: slow -> seen
)");
  expect_good_end(run);
  EXPECT_LT(named(run.report["links"], "back")["latency_us"]["max"], 500'000) << "all of it takes a second";
}

TEST_P(Links, WithoutLimitOfRecordsWorkOneAtATime) {
  const EndedRun run = run_pipeline(R"(version: 1
producers: {numbers: {type: counter, with: {count: 500}}}
transformers: {copy: {type: identity, replicas: 2}}
consumers: {seen: {type: collect}}
queues:
  out: {from: numbers, to: copy, capacity: 1}
  back: {from: copy, to: seen, capacity: 1, ordered: true}
)");
  expect_good_end(run);
  EXPECT_EQ(items_of(run.report, "seen"), first_numbers(500));
}

class DroppingLinks : public Links {
 protected:
  /// 200 numbers through a stage that is slower than they come, over a link with room for 16.
  EndedRun drop(const std::string& policy) {
    return run_pipeline(R"(version: 1
producers: {numbers: {type: counter, with: {count: 200}}}
transformers: {slow: {type: delay, with: {each: 2ms}}}
consumers: {seen: {type: collect}}
queues:
  tight: {from: numbers, to: slow, capacity: 16, on_full: )" +
                        policy + R"(}
  done: slow -> seen
)");
  }

  /// Each record was delivered or is counted as dropped, and those that came kept their order.
  std::vector<std::int64_t> expect_exact(const EndedRun& run) {
    expect_good_end(run);
    const Json link = named(run.report["links"], "tight");
    const std::vector<std::int64_t> seen = items_of(run.report, "seen");
    EXPECT_EQ(link["accepted"], 200);
    EXPECT_EQ(link["delivered"], seen.size());
    EXPECT_EQ(link["dropped"], 200 - seen.size());
    EXPECT_GT(link["dropped"], 0);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
    return seen;
  }
};

TEST_P(DroppingLinks, DropTheNewestAndCountThem) {
  const std::vector<std::int64_t> seen = expect_exact(drop("drop_newest"));
  ASSERT_GE(seen.size(), 16);
  EXPECT_EQ(std::vector(seen.begin(), seen.begin() + 16), first_numbers(16));
}

TEST_P(DroppingLinks, DropTheOldestAndCountThem) {
  const std::vector<std::int64_t> seen = expect_exact(drop("drop_oldest"));
  ASSERT_GE(seen.size(), 8);
  EXPECT_EQ(seen.back(), 199);
}

TEST_P(DroppingLinks, DropNothingWhereTheyBlock) {
  const EndedRun run = drop("block");
  expect_good_end(run);
  EXPECT_EQ(named(run.report["links"], "tight")["dropped"], 0);
  EXPECT_EQ(items_of(run.report, "seen"), first_numbers(200));
}

INSTANTIATE_TEST_SUITE_P(, Links, topologies(), name_of_topology);
INSTANTIATE_TEST_SUITE_P(, DroppingLinks, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
