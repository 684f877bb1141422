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

drive::Made<Number> sequence_of(const drive::With& with, std::size_t most = 1000) {
  return drive::produce<Number>(producers::sequence(), with, most);
}

std::optional<std::uint64_t> total_of_sequence(const drive::With& with) {
  return drive::make<BatchProducer>(producers::sequence(), with)->total();
}

TEST(Sequence, GivesItsListOnceByDefault) {
  const auto made = sequence_of({{"values", "[3, -1, 2k]"}});
  EXPECT_THAT(values(made.records), ElementsAre(3, -1, 2000));
  EXPECT_TRUE(made.has_ended);
  EXPECT_EQ(total_of_sequence({{"values", "[3, -1, 2k]"}}), 3U);
}

TEST(Sequence, GivesItAgainAsOftenAsItIsTold) {
  EXPECT_THAT(values(sequence_of({{"values", "[3, 1]"}, {"repeat", "3"}}).records), ElementsAre(3, 1, 3, 1, 3, 1));
  EXPECT_EQ(total_of_sequence({{"values", "[3, 1]"}, {"repeat", "3"}}), 6U);
}

TEST(Sequence, IsEndlessWithARepeatOfZero) {
  const auto made = sequence_of({{"values", "7"}, {"repeat", "0"}}, 3);
  EXPECT_THAT(values(made.records), ElementsAre(7, 7, 7));
  EXPECT_FALSE(made.has_ended);
  EXPECT_EQ(total_of_sequence({{"values", "7"}, {"repeat", "0"}}), std::nullopt);
}

TEST(Sequence, IsEndlessWhereNoOneCouldCountItsRecords) {
  EXPECT_EQ(total_of_sequence({{"values", "[1, 2]"}, {"repeat", "9223372036854775808"}}), std::nullopt);
  EXPECT_EQ(total_of_sequence({{"values", "[1, 2]"}, {"repeat", "9223372036854775807"}}), 18'446'744'073'709'551'614U);
}

TEST(Sequence, EndsAtOnceWithoutValues) {
  for (const char* repeat : {"0", "1"}) {
    const auto made = sequence_of({{"values", "[]"}, {"repeat", repeat}});
    EXPECT_TRUE(made.records.empty());
    EXPECT_TRUE(made.has_ended);
  }
}

TEST(Sequence, NeedsWholeNumbers) {
  EXPECT_EQ(drive::problem_with(producers::sequence(), {{"values", "[1, 2.5]"}}),
            "values: must be a whole number, such as -3, 10k or 1e6");
}

TEST(Sequence, GoesOnWhereAnEarlierLifeStood) {
  const drive::With with{{"values", "[3, 1]"}, {"repeat", "2"}};
  for (const std::size_t first : {0, 1, 2, 3, 4}) {
    EXPECT_THAT(values(drive::produce_in_two_lives<Number>(producers::sequence(), with, first)),
                ElementsAre(3, 1, 3, 1))
        << first;
  }
  EXPECT_TRUE(drive::produce_in_two_lives<Number>(producers::sequence(), {{"values", "[]"}}, 1).empty());
}

}  // namespace
}  // namespace weir
