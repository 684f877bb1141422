#include "observe/repeated_error.h"

#include <gtest/gtest.h>

#include <ctime>

namespace weir::observe {
namespace {

using std::chrono::seconds;

/// A moment of the day in local time.
RepeatedErrors::Time at(int hour, int minute, int second) {
  std::tm date{};
  date.tm_year = 125;
  date.tm_mday = 15;
  date.tm_hour = hour;
  date.tm_min = minute;
  date.tm_sec = second;
  date.tm_isdst = -1;
  return std::chrono::system_clock::from_time_t(std::mktime(&date));
}

using Lines = std::vector<std::string>;

TEST(RepeatedErrors, SayTheFirstOneAtOnceAndOnlyCountTheOthers) {
  RepeatedErrors errors("bad_record");
  EXPECT_EQ(errors.note("expected Sample", at(10, 2, 11)), "bad_record \"expected Sample\"");
  for (int i = 0; i < 18'202; ++i) EXPECT_EQ(errors.note("expected Sample", at(10, 3, 0)), std::nullopt);
  EXPECT_EQ(errors.note("expected Sample", at(10, 4, 59)), std::nullopt);
  EXPECT_EQ(errors.summary(), Lines{"bad_record \"expected Sample\" x18204, first 10:02:11, last 10:04:59"});
  EXPECT_EQ(errors.total(), 18'204U);
}

TEST(RepeatedErrors, HaveNoSummaryWithoutARepetition) {
  RepeatedErrors errors("bad_record");
  EXPECT_EQ(errors.summary(), Lines{});
  errors.note("expected Sample", at(1, 2, 3));
  EXPECT_EQ(errors.summary(), Lines{});
}

TEST(RepeatedErrors, SayInASummaryOnlyWhatIsNew) {
  RepeatedErrors errors("bad_record");
  errors.note("a", at(1, 0, 0));
  errors.note("a", at(2, 0, 0));
  EXPECT_EQ(errors.summary().size(), 1U);
  EXPECT_EQ(errors.summary(), Lines{});
  errors.note("a", at(3, 0, 0));
  EXPECT_EQ(errors.summary(), Lines{"bad_record \"a\" x3, first 01:00:00, last 03:00:00"});
}

TEST(RepeatedErrors, TakeTextsThatDifferInNumbersForOneKind) {
  RepeatedErrors errors("bad_record");
  EXPECT_TRUE(errors.note("book.csv:7: no number", at(1, 0, 0)));
  EXPECT_FALSE(errors.note("book.csv:12345: no number", at(1, 0, 0)));
  EXPECT_TRUE(errors.note("book.csv:7: no numbers", at(1, 0, 0)));
  EXPECT_TRUE(errors.note("book.csv:: no number", at(1, 0, 0)));
  EXPECT_EQ(errors.summary(), Lines{"bad_record \"book.csv:7: no number\" x2, first 01:00:00, last 01:00:00"});
}

TEST(RepeatedErrors, CountFurtherKindsTogether) {
  RepeatedErrors errors("bad_record");
  for (const char* text : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(errors.note(text, at(1, 0, 0))) << text;
  EXPECT_EQ(errors.note("f", at(2, 0, 0)), "bad_record \"f\"; further kinds are only counted");
  EXPECT_FALSE(errors.note("g", at(3, 0, 0)));
  EXPECT_FALSE(errors.note("e", at(4, 0, 0)));
  EXPECT_EQ(errors.summary(), (Lines{"bad_record \"e\" x2, first 01:00:00, last 04:00:00",
                                     "bad_record of further kinds x2, first 02:00:00, last 03:00:00"}));
  EXPECT_EQ(errors.total(), 8U);
}

TEST(RepeatedErrors, CompareOnlyTheStartOfALongText) {
  RepeatedErrors errors("bad_record");
  const std::string start(200, 'x');
  EXPECT_EQ(errors.note(start + "first", at(1, 0, 0)), "bad_record \"" + start + "\"");
  EXPECT_FALSE(errors.note(start + "second", at(1, 0, 0)));
}

}  // namespace
}  // namespace weir::observe
