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
using v1::Text;

drive::Made<Text> strings_of(const drive::With& with, std::size_t most = 1000) {
  return drive::produce<Text>(producers::strings(), with, most);
}

std::string failure_of_strings(const drive::With& with) {
  return drive::failure_of([&] { strings_of(with, 1); });
}

TEST(Strings, GivesEachValueOnceByDefault) {
  const auto made = strings_of({{"values", "[hello world, , grün]"}});
  EXPECT_THAT(values(made.records), ElementsAre("hello world", "", "grün"));
  EXPECT_TRUE(made.has_ended);
}

TEST(Strings, GivesItsListAgain) {
  const drive::With with{{"values", "[a, b]"}, {"repeat", "2"}};
  EXPECT_THAT(values(strings_of(with).records), ElementsAre("a", "b", "a", "b"));
  EXPECT_EQ(drive::make<BatchProducer>(producers::strings(), with)->total(), 4U);
  EXPECT_FALSE(strings_of({{"values", "[a, b]"}, {"repeat", "0"}}, 5).has_ended);
}

TEST(Strings, PutsAValueAsOftenIntoItsRecordAsTimesSays) {
  EXPECT_THAT(values(strings_of({{"values", "[ab, , ü, c]"}, {"times", "[3, 18446744073709551615, 2, 0]"}}).records),
              ElementsAre("ababab", "", "üü", ""));
}

TEST(Strings, NeedsAsManyTimesAsValues) {
  EXPECT_EQ(failure_of_strings({{"values", "[a, b, c]"}, {"times", "[1, 2]"}}), "strings: 3 values but 2 times");
  EXPECT_EQ(failure_of_strings({{"values", "[a]"}, {"times", "[1, 2]"}}), "strings: 1 values but 2 times");
  EXPECT_EQ(failure_of_strings({{"values", "[]"}, {"times", "[]"}}), "");
}

TEST(Strings, HoldsAtMost32MillionBytes) {
  EXPECT_EQ(strings_of({{"values", "abcd"}, {"times", "8M"}}).records.at(0).text().size(), 32'000'000);
  EXPECT_EQ(failure_of_strings({{"values", "[x, abcd]"}, {"times", "[1, 8000001]"}}),
            "strings: value 1 of 4 bytes, 8000001 times, is longer than 32000000 bytes");
  EXPECT_EQ(failure_of_strings({{"values", "abcd"}, {"times", "18446744073709551615"}}),
            "strings: value 0 of 4 bytes, 18446744073709551615 times, is longer than 32000000 bytes");
}

TEST(Strings, MustBeUtf8) {
  EXPECT_EQ(failure_of_strings({{"values", "[a, \xff]"}}), "strings: text 1 of the list is not UTF-8");
}

TEST(Strings, AreWholeInMessagesThatHeldOtherRecords) {
  const auto producer = drive::make<BatchProducer>(producers::strings(), {{"values", "[a, bb]"}});
  producer->stage().start();
  RecordsOf<Text> out;
  out.append().set_text("of another stage");
  out.clear();
  drive::KeptRejections rejections;
  producer->fill(out, {.records = 2, .calls = 9}, rejections);
  EXPECT_EQ(out[0].text(), "a");
  EXPECT_EQ(out[1].text(), "bb");
}

TEST(Strings, KeepTheMemoryOfTheMessagesThatTheyFill) {
  const auto producer =
      drive::make<BatchProducer>(producers::strings(), {{"values", "[a, b]"}, {"times", "[100, 50]"}, {"repeat", "0"}});
  producer->stage().start();
  RecordsOf<Text> out;
  drive::KeptRejections rejections;
  producer->fill(out, {.records = 1, .calls = 1}, rejections);
  const char* const memory = out[0].text().data();
  for (const std::size_t size : {50, 100}) {
    out.clear();
    producer->fill(out, {.records = 1, .calls = 1}, rejections);
    EXPECT_EQ(out[0].text().size(), size);
    EXPECT_EQ(out[0].text().data(), memory);
  }
}

TEST(Strings, GoOnWhereAnEarlierLifeStood) {
  const drive::With with{{"values", "[a, b]"}, {"times", "[1, 2]"}, {"repeat", "2"}};
  for (const std::size_t first : {0, 1, 2, 4}) {
    EXPECT_THAT(values(drive::produce_in_two_lives<Text>(producers::strings(), with, first)),
                ElementsAre("a", "bb", "a", "bb"))
        << first;
  }
}

}  // namespace
}  // namespace weir
