#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using payloads::values;
using testing::ElementsAre;
using v1::Number;

TEST(Constant, IsOneWithoutEndByDefault) {
  const auto made = drive::produce<Number>(producers::constant(), {}, 3);
  EXPECT_THAT(values(made.records), ElementsAre(1, 1, 1));
  EXPECT_FALSE(made.has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::constant())->total(), std::nullopt);
}

TEST(Constant, EndsAfterItsCount) {
  const drive::With with{{"value", "-24"}, {"count", "2"}};
  const auto made = drive::produce<Number>(producers::constant(), with);
  EXPECT_THAT(values(made.records), ElementsAre(-24, -24));
  EXPECT_TRUE(made.has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::constant(), with)->total(), 2U);
}

TEST(Constant, GoesOnWhereAnEarlierLifeStood) {
  for (const std::size_t first : {0, 1, 3}) {
    EXPECT_THAT(values(drive::produce_in_two_lives<Number>(producers::constant(), {{"count", "3"}}, first)),
                ElementsAre(1, 1, 1))
        << first;
  }
}

}  // namespace
}  // namespace weir
