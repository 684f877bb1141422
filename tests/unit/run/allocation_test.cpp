#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "hand_driven_run.h"

// Counts what the program allocates by operator new, which is all of weir, protobuf and the standard library. libzmq
// allocates by malloc for itself, and is not counted.
namespace {

std::atomic<std::uint64_t> allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* const memory = alignment <= alignof(std::max_align_t)
                           ? std::malloc(size == 0 ? 1 : size)
                           : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, 1); }
void* operator new[](std::size_t size) { return allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace weir::run {
namespace {

/// Turns the loops until the consumer has taken so many records.
void run_until(HandDrivenRun& run, std::uint64_t records) {
  constexpr int kMostRounds = 1'000'000;
  const observe::Cell& taken = run.page("c[0]").stage().records_in;
  for (int round = 0; round < kMostRounds && taken.get() < records; ++round) {
    for (const char* name : {"a[0]", "b[0]", "c[0]"}) {
      if (run.loop(name).turn() != Turn::kWorked) run.loop(name).flush();
    }
  }
  ASSERT_GE(taken.get(), records);
}

/// Allocations while 200,000 more records pass, once 200,000 have.
std::uint64_t allocations_once_warm(AcknowledgeWhen when) {
  constexpr std::uint64_t kRecords = 200'000;
  HandDrivenRun run(kChain, when);
  run.stage<Scripted>("a[0]").make = [](Scripted& self, Emitter<v1::Number>& out) {
    out.emit().set_value(self.next++);
    return true;
  };
  run.stage<Kept>("c[0]").values.reserve(3 * kRecords);
  run_until(run, kRecords);
  const std::uint64_t before = allocations.load();
  run_until(run, 2 * kRecords);
  return allocations.load() - before;
}

// An acknowledgement is a message of its own, made and read for a handful of batches: 4,096 records.
constexpr std::uint64_t kMost = 2 * 200'000 / 4096 * 20;

TEST(Allocation, IsOnlyForAcknowledgementsOnceWarm) { EXPECT_LE(allocations_once_warm(AcknowledgeWhen::kDone), kMost); }

TEST(Allocation, IsOnlyForAcknowledgementsAlongTheChainToo) {
  EXPECT_LE(allocations_once_warm(AcknowledgeWhen::kNobodyNeedsIt), kMost);
}

TEST(Allocation, IsCounted) {
  const std::uint64_t before = allocations.load();
  ::operator delete(::operator new(1));
  EXPECT_EQ(allocations.load(), before + 1);
}

}  // namespace
}  // namespace weir::run
