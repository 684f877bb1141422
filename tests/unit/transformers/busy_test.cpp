#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Number;
using namespace std::chrono_literals;

std::chrono::nanoseconds processor_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

TEST(Busy, ComputesForEachRecordAndPassesItOn) {
  const std::chrono::nanoseconds before = processor_time();
  const auto made = drive::transform<Number>(transformers::busy(), {{"each", "2ms"}}, payloads::numbers({3, 1, 2}));
  EXPECT_GE(processor_time() - before, 6ms);
  EXPECT_THAT(payloads::values(made.records), ElementsAre(3, 1, 2));
}

TEST(Busy, IsBounded) {
  EXPECT_EQ(drive::problem_with(transformers::busy(), {{"each", "0"}}), "");
  EXPECT_EQ(drive::problem_with(transformers::busy(), {{"each", "2min"}}), "each: must be from 0ns to 1min");
}

}  // namespace
}  // namespace weir
