#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using std::chrono::steady_clock;
using testing::ElementsAre;
using v1::Number;
using namespace std::chrono_literals;

TEST(Delay, WaitsForEachRecordAndPassesItOn) {
  const steady_clock::time_point before = steady_clock::now();
  const auto made = drive::transform<Number>(transformers::delay(), {{"each", "2ms"}}, payloads::numbers({3, 1, 2}));
  EXPECT_GE(steady_clock::now() - before, 6ms);
  EXPECT_THAT(payloads::values(made.records), ElementsAre(3, 1, 2));
}

TEST(Delay, IsBounded) {
  EXPECT_EQ(drive::problem_with(transformers::delay(), {{"each", "0"}}), "");
  EXPECT_EQ(drive::problem_with(transformers::delay(), {{"each", "2min"}}), "each: must be from 0ns to 1min");
}

}  // namespace
}  // namespace weir
