#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "observe/report.h"
#include "observe/terminal_text.h"

namespace weir::observe {
namespace {

using testing::HasSubstr;
using testing::Not;

Report quickstart() {
  Report report;
  report.name = "quickstart";
  report.topology = "threads";
  report.outcome = "completed";
  report.wall_s = 0.41;
  report.cpu_s = 0.52;
  report.max_rss_bytes = 18350080;
  report.stages = {{.name = "book", .role = "producer", .records_out = 1'000'000, .busy_s = 0.36, .blocked_s = 0.05},
                   {.name = "count",
                    .role = "transformer",
                    .records_in = 1'000'000,
                    .records_out = 4'000'000,
                    .busy_s = 0.40,
                    .starved_s = 0.01},
                   {.name = "total",
                    .role = "consumer",
                    .records_in = 4'000'000,
                    .busy_s = 0.1,
                    .starved_s = 0.3,
                    .results = R"({"sum":5644})"}};
  report.links = {{.name = "lines",
                   .kind = "queue",
                   .from = {"book"},
                   .to = "count",
                   .accepted = 1'000'000,
                   .delivered = 1'000'000,
                   .latency_us = {.p50 = 812, .p99 = 1630, .max = 2000}},
                  {.name = "counts",
                   .kind = "queue",
                   .from = {"count"},
                   .to = "total",
                   .accepted = 4'000'000,
                   .delivered = 4'000'000,
                   .latency_us = {.p50 = 6.72, .p99 = 29.3, .max = 33}}};
  report.end_to_end_us = {.p50 = 1210, .p99 = 3400, .max = 4033};
  return report;
}

Report with_replicas(std::uint32_t replicas) {
  Report report = quickstart();
  const StageReport one = report.stages[2];
  report.stages.pop_back();
  for (std::uint32_t i = 0; i < replicas; ++i) {
    report.stages.push_back(one);
    report.stages.back().replica = i;
  }
  return report;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
  return widest;
}

TEST(Summary, ReadsLikeThis) {
  EXPECT_EQ(summary(quickstart(), false),
            R"(quickstart: completed in 0.41 s, 1,000,000 records, 2.44 M records/s (threads)

  stage  records in  records out      rate  busy  starved  blocked
  book                 1,000,000  2.44 M/s  88 %      0 %     12 %
  count   1,000,000    4,000,000  2.44 M/s  98 %      2 %      0 %
  total   4,000,000               9.76 M/s  25 %     75 %      0 %

  link    from -> to       accepted  delivered  ledger        p50      p99
  lines   book -> count   1,000,000  1,000,000  balanced   812 us  1.63 ms
  counts  count -> total  4,000,000  4,000,000  balanced  6.72 us  29.3 us

  end to end  p50 1.21 ms, p99 3.40 ms, max 4.03 ms
  resources   0.52 s of processor time, 17.5 MiB of memory

  total: sum 5,644
)");
}

TEST(Summary, OfARunThatNeverBeganIsShort) {
  EXPECT_EQ(summary(Report{.name = "early", .topology = "threads", .outcome = "killed"}, false),
            "early: killed, 0 records (threads)\n\n  resources   0 us of processor time, 0 B of memory\n");
}

TEST(Summary, ShowsWhatIsWrongWithALedger) {
  Report report = quickstart();
  report.links[0].delivered = 980'584;
  report.links[0].dropped = 1200;
  report.links[0].rejected = 18'204;
  report.links[0].lost = 12;
  const std::string text = summary(report, false);
  EXPECT_THAT(text, HasSubstr("(threads), NOT BALANCED\n"));
  EXPECT_THAT(text, HasSubstr("accepted  delivered  dropped  rejected  lost  ledger"));
  EXPECT_THAT(text, HasSubstr("1,000,000    980,584    1,200    18,204    12  NOT BALANCED by -12"));
  EXPECT_THAT(text, Not(HasSubstr("in flight")));
}

TEST(Summary, TellsASurplusFromALoss) {
  Report report = quickstart();
  report.links[1].delivered += 3;
  EXPECT_THAT(summary(report, false), HasSubstr("NOT BALANCED by +3"));
}

TEST(Summary, CountsWhatIsLostOrInFlightWhereTheSumIsRight) {
  Report report = quickstart();
  report.links[1].in_flight = 7;
  EXPECT_THAT(summary(report, false), HasSubstr("NOT BALANCED by -7"));
}

TEST(Summary, TellsWhatCameTwice) {
  Report report = quickstart();
  report.links[1].redelivered = 1512;
  report.links[1].duplicates = 512;
  EXPECT_THAT(summary(report, false), HasSubstr("  counts: 1,512 redelivered, 512 duplicates put aside\n"));
}

TEST(Summary, TellsOfBadFrames) {
  Report report = quickstart();
  report.links[0].bad_frames = 1024;
  EXPECT_THAT(summary(report, false), HasSubstr("  lines: 1,024 bad frames refused\n"));
}

TEST(Summary, HasColumnsForRejectionsAndRestartsOnlyWhereThereAreAny) {
  Report report = quickstart();
  EXPECT_THAT(summary(report, false), Not(HasSubstr("restarts")));
  report.stages[1].restarts = 3;
  report.stages[1].rejected = 18'204;
  EXPECT_THAT(summary(report, false), HasSubstr("  rejected  restarts\n"));
  EXPECT_THAT(summary(report, false), HasSubstr("    18,204         3\n"));
}

TEST(Summary, ShowsReplicasOneByOneUpToEight) {
  const std::string text = summary(with_replicas(8), false);
  EXPECT_THAT(text, HasSubstr("  total[0] "));
  EXPECT_THAT(text, HasSubstr("  total[7] "));
  EXPECT_THAT(text, HasSubstr("  total[7]: sum 5,644\n"));
}

TEST(Summary, ShowsMoreReplicasInOneLine) {
  const std::string text = summary(with_replicas(9), false);
  EXPECT_THAT(text, HasSubstr("  total x9  36,000,000               87.8 M/s  25 %     75 %      0 %\n"));
  EXPECT_THAT(text, Not(HasSubstr("total[8]")));
  EXPECT_THAT(text, HasSubstr("  total: the report has the results of 1 more\n"));
}

TEST(Summary, SaysWhichReplicaFailedAndWhy) {
  Report report = with_replicas(2);
  report.outcome = "failed";
  report.stages[3].failure = "can't write out.csv: No space left on device\n\x1b[31m";
  EXPECT_THAT(summary(report, false),
              HasSubstr("\n  total[1] failed: can't write out.csv: No space left on device\\n\\x1b[31m\n"));
}

TEST(Summary, ShowsEveryKindOfResult) {
  Report report = quickstart();
  report.stages[2].results =
      R"({"count":-1234,"items":[1,2,3,1000,5,6,7,8,9,10],"mean":0.30000000000000004,"name":"a\nb","none":null})";
  EXPECT_THAT(
      summary(report, false),
      HasSubstr(
          "total: count -1,234, items [1, 2, 3, 1000, 5, 6, 7, 8, ... 2 more], mean 0.3, name a\\nb, none null\n"));
}

TEST(Summary, StaysWithinAHundredColumns) {
  Report report = with_replicas(3);
  report.name = std::string(200, 'n');
  report.topology = "processes";
  report.wall_s = 1e6;
  for (StageReport& stage : report.stages) {
    stage.name += std::string(80, 's');
    stage.records_in *= 1'000'000'000;
    stage.records_out *= 1'000'000'000;
    stage.rejected = stage.restarts = 1'000'000'000'000;
    stage.failure = std::string(500, 'f') + " " + std::string(150, 'g');
    stage.results = R"({"text":")" + std::string(300, 'r') + R"("})";
  }
  for (LinkReport& link : report.links) {
    link.name = std::string(90, 'l');
    link.from = {std::string(50, 'a'), std::string(50, 'b')};
    link.accepted *= 1'000'000'000;
    link.dropped = link.rejected = link.lost = link.in_flight = link.redelivered = link.duplicates = 999'999'999'999;
  }
  EXPECT_LE(widest_line(summary(report, false)), 100U) << summary(report, false);
}

TEST(Summary, IsColouredOnlyWhenAsked) {
  Report report = quickstart();
  report.stages[0].failure = "broken";
  EXPECT_THAT(summary(report, false), Not(HasSubstr("\x1b")));
  const std::string coloured = summary(report, true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[32mcompleted\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[32mbalanced\x1b[0m"));
}

TEST(Summary, OfColourHasTheSameLettersInTheSamePlaces) {
  const std::string coloured = summary(quickstart(), true);
  std::string bare;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') i = coloured.find('m', i) + 1;
    while (i < coloured.size() && coloured[i] == '\x1b') i = coloured.find('m', i) + 1;
    if (i < coloured.size()) bare += coloured[i];
  }
  EXPECT_EQ(bare, summary(quickstart(), false));
}

}  // namespace
}  // namespace weir::observe
