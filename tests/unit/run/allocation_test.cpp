#include <gtest/gtest.h>

#include "hand_driven_run.h"
#include "support/allocations.h"

namespace weir::run {
namespace {

/// Turns the loops until the consumer has taken so many records.
void run_until(HandDrivenRun& run, std::uint64_t records) {
  constexpr int kMostRounds = 10'000'000;  // between processes ZeroMQ's own thread takes its time
  const observe::Cell& taken = run.page("c[0]").stage().records_in;
  for (int round = 0; round < kMostRounds && taken.get() < records; ++round) {
    for (const char* name : {"a[0]", "b[0]", "c[0]"}) {
      if (run.loop(name).turn() != Turn::kWorked) run.loop(name).flush();
    }
  }
  ASSERT_GE(taken.get(), records);
}

/// Allocations while 200,000 more records pass, once 200,000 have.
std::uint64_t allocations_once_warm(AcknowledgeWhen when, const std::string& topology = "threads") {
  constexpr std::uint64_t kRecords = 200'000;
  HandDrivenRun run(kChain + "topology: " + topology + "\n", when);
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {
    out.emit().set_value(self.next++);
    return true;
  };
  run.stage<Kept>("c[0]").values.reserve(3 * kRecords);
  run_until(run, kRecords);
  const std::uint64_t before = allocations();
  run_until(run, 2 * kRecords);
  return allocations() - before;
}

// An acknowledgement is a message of its own, made and read for a handful of batches: 4,096 records.
constexpr std::uint64_t kMost = 2 * 200'000 / 4096 * 20;

// A frame of batches is one as well, and so are its header and what ZeroMQ notes of it: for 512 records at least.
constexpr std::uint64_t kMostBetweenProcesses = kMost + 2 * 200'000 / 512 * 5;

TEST(Allocation, IsOnlyForAcknowledgementsOnceWarm) { EXPECT_LE(allocations_once_warm(AcknowledgeWhen::kDone), kMost); }

TEST(Allocation, IsOnlyForAcknowledgementsAlongTheChainToo) {
  EXPECT_LE(allocations_once_warm(AcknowledgeWhen::kNobodyNeedsIt), kMost);
}

TEST(Allocation, IsForFramesAndAcknowledgementsBetweenProcesses) {
  EXPECT_LE(allocations_once_warm(AcknowledgeWhen::kNobodyNeedsIt, "processes"), kMostBetweenProcesses);
}

TEST(Allocation, IsCounted) {
  const std::uint64_t before = allocations();
  ::operator delete(::operator new(1));
  EXPECT_EQ(allocations(), before + 1);
}

}  // namespace
}  // namespace weir::run
