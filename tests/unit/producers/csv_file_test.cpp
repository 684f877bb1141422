#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using payloads::values;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1::Sample;

drive::Made<Sample> read_csv(const std::string& content, drive::With with = {}) {
  const ScratchFolder folder;
  with["path"] = folder.write("a.csv", content);
  auto made = drive::produce<Sample>(producers::csv_file(), with);
  for (std::string& text : made.rejected) text.erase(0, text.find("a.csv"));
  return made;
}

std::string failure(const std::string& content, const drive::With& with = {}) {
  std::string text = drive::failure_of([&] { read_csv(content, with); });
  return text.erase(0, std::min(text.find("a.csv"), text.size()));
}

std::vector<std::int64_t> times(const drive::Made<Sample>& made) {
  std::vector<std::int64_t> found;
  for (const Sample& sample : made.records) found.push_back(sample.time_ns());
  return found;
}

TEST(CsvFileProducer, MakesASampleOfEachColumnOfEachRow) {
  const auto made = read_csv("volt,amp\n1.5,-2\n3e2,+4\n", {{"units", "[V, A]"}});
  ASSERT_EQ(made.records.size(), 4U);
  EXPECT_EQ(made.records[0].name(), "volt");
  EXPECT_EQ(made.records[0].unit(), "V");
  EXPECT_EQ(made.records[1].name(), "amp");
  EXPECT_EQ(made.records[1].unit(), "A");
  EXPECT_EQ(made.records[1].time_ns(), 0);
  EXPECT_THAT(values(made.records), ElementsAre(1.5, -2, 300, 4));
  EXPECT_TRUE(made.has_ended);
}

TEST(CsvFileProducer, HasNoSampleWhereThereIsOnlyAHeader) { EXPECT_THAT(read_csv("a,b").records, IsEmpty()); }

TEST(CsvFileProducer, ReadsTheColumnsItIsToldInThatOrder) {
  const auto made = read_csv("a,text,b\n1,x,2\n", {{"columns", "[b, a]"}, {"units", "[m, s]"}});
  EXPECT_THAT(values(made.records), ElementsAre(2, 1));
  EXPECT_EQ(made.records[0].unit(), "m");
}

TEST(CsvFileProducer, GivesARowItsTime) {
  const drive::With time{{"time", "t"}};
  EXPECT_THAT(times(read_csv("t,v\n1700000000.123456789,1\n-1,1\n0,1\n", time)),
              ElementsAre(1'700'000'000'123'456'789, -1'000'000'000, 0));
  EXPECT_THAT(times(read_csv("t,v\n2023-11-14T22:13:20.5Z,1\n2023-11-14T23:13:20+01:00,1\n", time)),
              ElementsAre(1'700'000'000'500'000'000, 1'700'000'000'000'000'000));
  EXPECT_THAT(times(read_csv("v,t\n1,1700000000123456789\n", {{"time", "t"}, {"time_unit", "ns"}})),
              ElementsAre(1'700'000'000'123'456'789));
  EXPECT_THAT(times(read_csv("v,t\n1,1.5\n", {{"time", "t"}, {"time_unit", "ms"}})), ElementsAre(1'500'000));
}

TEST(CsvFileProducer, RejectsARowWhoseTimeCanNotBeRead) {
  const auto made =
      read_csv("t,v\nnoon,1\nnan,1\n1e10,1\n2999-01-01T00:00:00Z,1\n2023-02-30T00:00:00Z,1\n", {{"time", "t"}});
  EXPECT_THAT(made.records, IsEmpty());
  ASSERT_EQ(made.rejected.size(), 5U);
  EXPECT_EQ(made.rejected[0], "a.csv:2: column 't': 'noon' is no time, neither a number of s since 1970 nor RFC 3339");
}

TEST(CsvFileProducer, RejectsARowWithTextThatIsNoNumber) {
  const auto made = read_csv("x,y\n1,abc\n1,nan\n1,-inf\n1,\n1,0x10\n1,\"1,5\"\n1,2 3\n1,1e999\n1,+-1\n1,2\n");
  EXPECT_THAT(values(made.records), ElementsAre(1, 2));
  EXPECT_THAT(made.rejected,
              ElementsAre("a.csv:2: column 'y': 'abc' is not a number", "a.csv:3: column 'y': 'nan' is not a number",
                          "a.csv:4: column 'y': '-inf' is not a number", "a.csv:5: column 'y': '' is not a number",
                          "a.csv:6: column 'y': '0x10' is not a number", "a.csv:7: column 'y': '1,5' is not a number",
                          "a.csv:8: column 'y': '2 3' is not a number", "a.csv:9: column 'y': '1e999' is out of range",
                          "a.csv:10: column 'y': '+-1' is not a number"));
}

TEST(CsvFileProducer, RejectsARowWithTooFewOrTooManyFields) {
  const auto made = read_csv("x,y\n1\n1,2,3\n1,2\n");
  EXPECT_THAT(values(made.records), ElementsAre(1, 2));
  EXPECT_THAT(made.rejected,
              ElementsAre("a.csv:2: 1 fields where the header has 2", "a.csv:3: 3 fields where the header has 2"));
}

TEST(CsvFileProducer, KeepsItsLineNumbersOverLineEndsInQuotesAndBlankLines) {
  const auto made = read_csv("x,\"y\nz\"\n\n\"1\",\"2\"\r\n  \n\"\n\",2\n3,4\n5,q\n");
  EXPECT_THAT(values(made.records), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(made.records[1].name(), "y\nz");
  EXPECT_THAT(made.rejected,
              ElementsAre("a.csv:6: column 'x': '?' is not a number", "a.csv:9: column 'y\nz': 'q' is not a number"));
}

TEST(CsvFileProducer, ReadsQuotesWithinQuotes) {
  EXPECT_EQ(read_csv("\"say \"\"hi\"\"\"\n1\n").records.at(0).name(), "say \"hi\"");
}

TEST(CsvFileProducer, GoesOnBehindAMisplacedQuote) {
  const auto made = read_csv("x\n1\"2\n\"1\"2\n3\n");
  EXPECT_THAT(values(made.records), ElementsAre(3));
  EXPECT_THAT(made.rejected,
              ElementsAre("a.csv:2: a quote stands where none may", "a.csv:3: a quote stands where none may"));
}

TEST(CsvFileProducer, RejectsARowWhoseQuoteNeverCloses) {
  const auto made = read_csv("x\n1\n\"2\n3\n");
  EXPECT_THAT(values(made.records), ElementsAre(1));
  EXPECT_THAT(made.rejected, ElementsAre("a.csv:3: a quote is not closed"));
}

TEST(CsvFileProducer, BoundsARow) {
  const drive::With with{{"longest_row", "5"}};
  const auto one_line = read_csv("x,y\n123,4\n1234,5\n1,2\n", with);
  EXPECT_THAT(values(one_line.records), ElementsAre(123, 4, 1, 2));
  EXPECT_THAT(one_line.rejected, ElementsAre("a.csv:3: the row is longer than 5"));
  const auto many_lines = read_csv("x,y\n\"1\n2\n3\n4,5\n", with);
  EXPECT_THAT(values(many_lines.records), ElementsAre(4, 5));
  EXPECT_THAT(many_lines.rejected, ElementsAre("a.csv:2: the row is longer than 5"));
}

TEST(CsvFileProducer, TakesOtherSeparators) {
  EXPECT_THAT(values(read_csv("x;y\n1;2\n", {{"separator", "semicolon"}}).records), ElementsAre(1, 2));
  EXPECT_THAT(values(read_csv("x\ty\n1\t2\n", {{"separator", "tab"}}).records), ElementsAre(1, 2));
  const auto empty_fields = read_csv("x\ty\n\t\n", {{"separator", "tab"}});
  EXPECT_THAT(empty_fields.rejected, ElementsAre("a.csv:2: column 'x': '' is not a number"));
  EXPECT_THAT(drive::problem_with(producers::csv_file(), {{"separator", ","}}), HasSubstr("must be one of comma"));
}

TEST(CsvFileProducer, PassesOverAByteOrderMark) {
  EXPECT_EQ(read_csv("\xef\xbb\xbf\"x\",y\n1,2\n").records.at(0).name(), "x");
}

TEST(CsvFileProducer, ShowsNoRawBytesInMessages) {
  const auto made = read_csv("x\n\xff\x1b[31m\n" + std::string(100, 'y') + "\n");
  EXPECT_THAT(made.rejected, ElementsAre("a.csv:2: column 'x': '\?\?[31m' is not a number",
                                         "a.csv:3: column 'x': '" + std::string(40, 'y') + "…' is not a number"));
}

TEST(CsvFileProducer, FailsOnAHeaderItCanNotUse) {
  EXPECT_EQ(failure(""), "a.csv: no header row");
  EXPECT_EQ(failure("\n\n"), "a.csv: no header row");
  EXPECT_EQ(failure("a,\"b\n"), "a.csv:1: a quote is not closed");
  EXPECT_EQ(failure("a,b,a\n"), "a.csv:1: two columns are called 'a'");
  EXPECT_EQ(failure("a,\xff\n"), "a.csv:1: the header is not UTF-8");
  EXPECT_EQ(failure("temperature,b\n", {{"columns", "[temprature]"}}),
            "a.csv:1: no column 'temprature'; did you mean 'temperature'?");
  EXPECT_EQ(failure("\na,b\n", {{"time", "zebra"}}), "a.csv:2: no column 'zebra'");
}

TEST(CsvFileProducer, FailsOnUnitsThatDoNotFitTheColumns) {
  EXPECT_THAT(drive::failure_of([] { read_csv("a,b\n1,2\n", {{"units", "[V]"}}); }), "csv_file: 1 units for 2 columns");
}

TEST(CsvFileProducer, FailsAtTheStartWhereItCanNotBeRead) {
  EXPECT_EQ(drive::failure_of([] {
              drive::make<BatchProducer>(producers::csv_file(), {{"path", "/nowhere.csv"}})->stage().start();
            }),
            "cannot open '/nowhere.csv': No such file or directory");
}

TEST(CsvFile, GoesOnWhereAnEarlierLifeStood) {
  const ScratchFolder folder;
  const drive::With with{{"path", folder.write("a.csv", "\n\"a\nb\",c\n1,2\n\n3,\"4\"\nx,5\n6,7\n")}};
  const auto whole = drive::produce<v1::Sample>(producers::csv_file(), with).records;
  ASSERT_EQ(whole.size(), 6U);
  for (std::size_t first = 0; first <= whole.size(); ++first) {
    const auto made = drive::produce_in_two_lives<v1::Sample>(producers::csv_file(), with, first);
    ASSERT_EQ(made.size(), whole.size()) << first;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      EXPECT_EQ(made[i].SerializeAsString(), whole[i].SerializeAsString()) << first;
    }
  }
}

}  // namespace
}  // namespace weir
