#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Number;

TEST(Square, MultipliesEachNumberByItself) {
  const auto made = drive::transform<Number>(transformers::square(), {}, payloads::numbers({0, 3, -4}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(0, 9, 16));
}

TEST(Square, RejectsANumberThatIsTooLarge) {
  const auto made = drive::transform<Number>(
      transformers::square(), {}, payloads::numbers({3'037'000'499, 3'037'000'500, -3'037'000'500, 4'000'000'000, 2}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(9'223'372'030'926'249'001, 4));
  EXPECT_THAT(made.rejected, ElementsAre("3037000500 is too large to square", "-3037000500 is too large to square",
                                         "4000000000 is too large to square"));
}

}  // namespace
}  // namespace weir
