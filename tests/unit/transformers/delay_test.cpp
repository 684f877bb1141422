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
using v1::Text;
using namespace std::chrono_literals;

struct Delayed {
  std::vector<std::int64_t> values;
  std::vector<std::string> rejected;
  steady_clock::duration took;
};

Delayed delay(const drive::With& with, const std::vector<std::int64_t>& values) {
  const steady_clock::time_point before = steady_clock::now();
  const auto made = drive::transform<Number>(transformers::delay(), with, payloads::numbers(values));
  return {payloads::values(made.records), made.rejected, steady_clock::now() - before};
}

TEST(Delay, WaitsForEachRecordAndPassesItOn) {
  const Delayed delayed = delay({{"each", "2ms"}}, {3, 1, 2});
  EXPECT_GE(delayed.took, 6ms);
  EXPECT_THAT(delayed.values, ElementsAre(3, 1, 2));
}

TEST(Delay, WaitsForEvenNumbersOnlyWhereItIsToldSo) {
  const Delayed delayed = delay({{"each", "20ms"}, {"waits", "even"}}, {0, -2, 4, 5});
  EXPECT_GE(delayed.took, 60ms);
  EXPECT_THAT(delayed.values, ElementsAre(0, -2, 4, 5));
  EXPECT_LT(delay({{"each", "5s"}, {"waits", "even"}}, {1, -1, 3}).took, 5s);
}

TEST(Delay, WaitsForAsLongAsTheValueSays) {
  const Delayed delayed = delay({{"each", "2ms"}, {"waits", "value"}}, {3, 0, 4});
  EXPECT_GE(delayed.took, 14ms);
  EXPECT_THAT(delayed.values, ElementsAre(3, 0, 4));
}

TEST(Delay, DoesNotWaitForLessThanNothing) {
  const Delayed delayed = delay({{"each", "5s"}, {"waits", "value"}}, {0, -1, -9'223'372'036'854'775'807 - 1});
  EXPECT_LT(delayed.took, 5s);
  EXPECT_EQ(delayed.values.size(), 3);
}

TEST(Delay, RejectsAValueThatWouldWaitForMoreThanADay) {
  const Delayed delayed = delay({{"each", "1min"}, {"waits", "value"}}, {1441, 9'223'372'036'854'775'807, 0});
  EXPECT_THAT(delayed.rejected,
              ElementsAre("1441 times 1min is longer than 24h", "9223372036854775807 times 1min is longer than 24h"));
  EXPECT_THAT(delayed.values, ElementsAre(0));
  EXPECT_THAT(delay({{"each", "0"}, {"waits", "value"}}, {9'223'372'036'854'775'807}).rejected, ElementsAre());
}

TEST(Delay, FailsWhereItNeedsNumbersAndGetsOtherRecords) {
  for (const char* waits : {"even", "value"}) {
    EXPECT_EQ(drive::failure_of([&] {
                drive::transform<Text>(transformers::delay(), {{"waits", waits}}, payloads::texts({"a"}));
              }),
              std::string("delay: 'waits: ") + waits + "' needs a weir.v1.Number, not a weir.v1.Text");
  }
  EXPECT_EQ(drive::transform<Text>(transformers::delay(), {}, payloads::texts({"a"})).records.size(), 1);
}

TEST(Delay, IsBounded) {
  EXPECT_EQ(drive::problem_with(transformers::delay(), {{"each", "0"}}), "");
  EXPECT_EQ(drive::problem_with(transformers::delay(), {{"each", "2min"}}), "each: must be from 0ns to 1min");
  EXPECT_EQ(drive::problem_with(transformers::delay(), {{"waits", "odd"}}), "waits: must be one of each, even, value");
}

}  // namespace
}  // namespace weir
