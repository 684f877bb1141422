#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/comparison.h"
#include "bench/results_sheets.h"
#include "rows.h"

namespace weir::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(Sheet, IsATableForATerminalOrInMarkdown) {
  const Sheet sheet{"Rates", {"NAME", "EMPTY", "RATE"}, 1, {{"a|b", "", "1"}, {"c", "", "22"}}, "A note."};
  EXPECT_EQ(to_text(sheet, false), "Rates\n\n  NAME  RATE\n  a|b      1\n  c       22\n  A note.\n");
  EXPECT_EQ(to_markdown(sheet), "### Rates\n\n| NAME | RATE |\n|---|---:|\n| a\\|b | 1 |\n| c | 22 |\n\nA note.\n");
}

TEST(Sheets, AreThoseOfWhichThereIsAnything) {
  Results results = rows::results({rows::row(rows::weir("threads"), {2e6, 3e6, 4e6})});
  EXPECT_THAT(sheets_of(results), SizeIs(1));
  results.start.push_back({rows::weir("threads", 1), {7, 6, 9}, 5});
  EXPECT_THAT(sheets_of(results), SizeIs(2));
  const std::string text = to_text(sheets_of(results)[0], false);
  EXPECT_THAT(text, HasSubstr("weir threads queue"));
  EXPECT_THAT(text, HasSubstr("3.00 M/s"));
}

TEST(Sheets, SayWhichRatiosCannotBeRanked) {
  const auto ranks = [](const std::vector<double>& rates) {
    const Results results =
        rows::results({rows::row(rows::weir("threads"), rates), rows::row(rows::baseline("libzmq-ipc"), {10, 10})});
    return to_text(sheets_of(results).back(), false);
  };
  EXPECT_THAT(ranks({20, 30}), Not(HasSubstr("not ranked")));
  EXPECT_THAT(ranks({20, 5}), HasSubstr("the rounds disagree: not ranked"));
}

TEST(Sheets, NamePipelinesWhereThereAreSeveral) {
  Subject other = rows::weir("threads");
  other.pipeline = "words";
  const Results results = rows::results({rows::row(rows::weir("threads"), {1}), rows::row(other, {2})});
  const std::string text = to_text(sheets_of(results)[0], false);
  EXPECT_THAT(text, HasSubstr("numbers threads queue"));
  EXPECT_THAT(text, HasSubstr("words threads queue"));
}

TEST(Comparison, SaysWhatCanBeTold) {
  const auto word = [](const std::vector<double>& before, const std::vector<double>& now) {
    const Sheet sheet = compare(rows::results({rows::row(rows::weir("threads"), before)}),
                                rows::results({rows::row(rows::weir("threads"), now)}));
    return sheet.rows.at(0).back();
  };
  EXPECT_EQ(word({10, 11, 10, 9, 10}, {20, 21, 22, 20, 20}), "faster");
  EXPECT_EQ(word({20, 21, 22, 20, 20}, {10, 11, 10, 9, 10}), "slower");
  EXPECT_EQ(word({10, 12, 9, 11, 10}, {10, 9, 11, 12, 10}), "no difference that could be told");
}

TEST(Comparison, IsOfLatencyAndStartAsWell) {
  const auto results = [](double p50, double p99, double ms) {
    Subject paced = rows::weir("threads");
    paced.rate = 1000;
    Results made;
    made.latency = {{.subject = paced, .p50 = {p50, p50}, .p99 = {p99, p99}}};
    made.start = {{.subject = rows::weir("threads", 1), .each_ms = {ms, ms}}};
    return made;
  };
  const Sheet sheet = compare(results(50, 100, 7), results(60, 80, 7));
  ASSERT_THAT(sheet.rows, SizeIs(3));
  EXPECT_THAT(sheet.rows[0], ElementsAre("weir threads queue", "p50 at 1,000/s", "1,000", "8", "50.0 us", "60.0 us",
                                         "1.200", "1.200", "1.200", "slower"));
  EXPECT_EQ(sheet.rows[1].back(), "faster");
  EXPECT_EQ(sheet.rows[2].back(), "no difference that could be told");
  Results old = results(50, 100, 7);
  old.latency[0].p50.clear();
  EXPECT_THAT(compare(old, results(60, 80, 7)).rows, SizeIs(2)) << "a report of before they were kept";
}

TEST(Comparison, SetsOnlyLikeRowsSideBySide) {
  const Results before =
      rows::results({rows::row(rows::weir("threads", 10), {1}), rows::row(rows::weir("threads"), {1})});
  const Results now = rows::results({rows::row(rows::weir("processes"), {1}), rows::row(rows::weir("threads"), {2})});
  const Sheet sheet = compare(before, now);
  ASSERT_THAT(sheet.rows, SizeIs(1));
  EXPECT_EQ(sheet.note, "1 rows of the report before are not in this one, and 1 of this one not in that.");
  EXPECT_EQ(compare(before, rows::results({})).note, "The two reports have no row in common.");
}

TEST(Comparison, SaysWhatWasMeasuredElsewhere) {
  observe::Provenance before{"0.1.0", "abc", "release", "GNU 12", "a processor", 2, "Linux 6", "4.3.4"};
  observe::Provenance now = before;
  EXPECT_EQ(differences(before, now), "");
  now.git = "def";
  now.cores = 4;
  EXPECT_EQ(differences(before, now), "git was abc, is def\ncores were 2, are 4\n");
}

}  // namespace
}  // namespace weir::bench
