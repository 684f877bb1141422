#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using payloads::values;
using testing::ElementsAre;
using v1::Number;

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();

drive::Made<Number> count(const drive::With& with, std::size_t most = 1000) {
  return drive::produce<Number>(producers::counter(), with, most);
}

TEST(Counter, CountsFromZeroWithoutEndByDefault) {
  const auto made = count({}, 3);
  EXPECT_THAT(values(made.records), ElementsAre(0, 1, 2));
  EXPECT_FALSE(made.has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::counter())->total(), std::nullopt);
}

TEST(Counter, EndsAfterItsCount) {
  const auto made = count({{"from", "5"}, {"step", "-3"}, {"count", "4"}});
  EXPECT_THAT(values(made.records), ElementsAre(5, 2, -1, -4));
  EXPECT_TRUE(made.has_ended);
  EXPECT_EQ(drive::make<BatchProducer>(producers::counter(), {{"count", "4"}})->total(), 4U);
}

TEST(Counter, RepeatsItselfWithAStepOfZero) {
  EXPECT_THAT(values(count({{"from", "7"}, {"step", "0"}, {"count", "2"}}).records), ElementsAre(7, 7));
}

TEST(Counter, EndsNormallyOnTheLastNumberThatFits) {
  EXPECT_THAT(values(count({{"from", std::to_string(kMost - 1)}, {"count", "2"}}).records),
              ElementsAre(kMost - 1, kMost));
  EXPECT_THAT(
      values(count({{"from", std::to_string(kLeast)}, {"step", std::to_string(kMost)}, {"count", "3"}}).records),
      ElementsAre(kLeast, -1, kMost - 1));
  EXPECT_THAT(values(count({{"from", "0"}, {"step", std::to_string(kLeast)}, {"count", "2"}}).records),
              ElementsAre(0, kLeast));
}

TEST(Counter, FailsWhereTheNextNumberDoesNotFit) {
  const auto fails = [](const drive::With& with) { return drive::failure_of([&] { count(with); }); };
  EXPECT_EQ(fails({{"from", std::to_string(kMost)}}),
            "counter: the number after 9223372036854775807 does not fit into 64 bits");
  EXPECT_EQ(fails({{"from", std::to_string(kMost - 1)}, {"count", "3"}}),
            "counter: the number after 9223372036854775807 does not fit into 64 bits");
  EXPECT_EQ(fails({{"from", std::to_string(kLeast + 1)}, {"step", "-2"}}),
            "counter: the number after -9223372036854775807 does not fit into 64 bits");
}

TEST(Counter, MakesAllThatFitsBeforeItFails) {
  const auto producer = drive::make<BatchProducer>(producers::counter(), {{"from", std::to_string(kMost - 1)}});
  RecordsOf<Number> out;
  drive::KeptRejections rejections;
  EXPECT_EQ(producer->fill(out, {.records = 2, .calls = 9}, rejections), Filled::kMore);
  EXPECT_EQ(out[1].value(), kMost);
  EXPECT_THROW(producer->fill(out, {.records = 3, .calls = 9}, rejections), StageError);
}

TEST(Counter, GoesOnWhereAnEarlierLifeStood) {
  const drive::With with{{"from", "5"}, {"step", "-3"}, {"count", "4"}};
  for (const std::size_t first : {0, 1, 3, 4}) {
    EXPECT_THAT(payloads::values(drive::produce_in_two_lives<v1::Number>(producers::counter(), with, first)),
                testing::ElementsAre(5, 2, -1, -4))
        << first;
  }
}

}  // namespace
}  // namespace weir
