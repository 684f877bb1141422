#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Number;

TEST(Fibonacci, BeginsWithZeroAndOne) {
  const auto made = drive::transform<Number>(transformers::fibonacci(), {}, payloads::numbers({1, 2, 3, 4, 5, 6, 7}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(0, 1, 1, 2, 3, 5, 8));
}

TEST(Fibonacci, AnswersEachNumberByItself) {
  const auto made = drive::transform<Number>(transformers::fibonacci(), {}, payloads::numbers({24, 1, 24}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(28'657, 0, 28'657));
  EXPECT_TRUE(transformers::fibonacci().stateless);
}

TEST(Fibonacci, RejectsPlacesBeforeTheFirstAndBeyond64Bits) {
  const auto made = drive::transform<Number>(transformers::fibonacci(), {}, payloads::numbers({0, -1, 94, 3}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(1));
  EXPECT_THAT(made.rejected, ElementsAre("0 is not from 1 to 93", "-1 is not from 1 to 93", "94 is not from 1 to 93"));
}

}  // namespace
}  // namespace weir
