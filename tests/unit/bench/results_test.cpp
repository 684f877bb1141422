#include "bench/results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "bench/results_sheets.h"
#include "rows.h"

namespace weir::bench {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Results two_topologies(const std::vector<double>& threads, const std::vector<double>& processes, double cpu_s = 0.001) {
  return rows::results(
      {rows::row(rows::weir("threads"), threads), rows::row(rows::weir("processes"), processes, cpu_s)});
}

TEST(Row, CountsCostsForAMillionMessages) {
  const Row row = rows::row(rows::weir("threads", 2000), {4, 8, 6, 5, 7}, 0.004);
  EXPECT_EQ(row.rate.median, 6);
  EXPECT_EQ(row.rate.min, 4);
  EXPECT_EQ(row.rate.max, 8);
  EXPECT_DOUBLE_EQ(row.cpu_s_per_million, 2);
  EXPECT_DOUBLE_EQ(row.context_switches_per_million, 10'000);
  EXPECT_EQ(row.max_rss_bytes, 1 << 20);
}

TEST(RatioRows, SetWeirBesideBaselinesOfTheSameLoad) {
  const std::vector<RatioRow> found =
      rows::results({rows::row(rows::weir("threads"), {6, 8}), rows::row(rows::baseline("libzmq-inproc"), {3, 2}),
                     rows::row(rows::baseline("libzmq-inproc", 5000), {1, 1})})
          .ratios;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].baseline, "libzmq-inproc");
  EXPECT_EQ(found[0].ratio.min, 2);
  EXPECT_EQ(found[0].ratio.max, 4);
  EXPECT_TRUE(found[0].agree);
}

TEST(Verdict, SaysWhatThreadsAndProcessesCarryAndCost) {
  EXPECT_EQ(two_topologies({30, 31, 32}, {10, 10, 10}, 0.002).verdict,
            "threads carry 3.1 times what processes carry, and use 50 % less CPU; processes isolate crashes");
  EXPECT_EQ(two_topologies({10, 10, 10}, {30, 20, 25}, 0.0015).verdict,
            "processes carry 2.5 times what threads carry, and use 50 % more CPU; processes isolate crashes");
  EXPECT_THAT(two_topologies({30, 31, 32}, {10, 10, 10}).verdict, HasSubstr("for the same CPU"));
}

TEST(Verdict, SaysWhereTheRunsDoNotAgree) {
  EXPECT_EQ(two_topologies({30, 5, 32}, {10, 10, 10}).verdict,
            "the runs do not agree on whether threads or processes carry more: threads carried 0.50 to 3.2 times as "
            "much; processes isolate crashes");
}

TEST(Verdict, SaysWhatOneThreadCarries) {
  EXPECT_EQ(rows::results({rows::row(rows::weir("serial"), {40})}).verdict, "one thread carries 40/s");
  EXPECT_EQ(rows::results({rows::row(rows::weir("threads"), {20}), rows::row(rows::weir("serial"), {40})}).verdict,
            "threads carry 20/s; one thread carries 2.0 times what threads carry");
}

TEST(RatioRows, SetAPipelineBesideBaselinesOfItsWeight) {
  Subject light = rows::weir("threads");
  light.payload_bytes = 3;
  Subject heavy = rows::weir("threads");
  heavy.payload_bytes = 1031;
  Subject blobs = rows::baseline("libzmq-ipc");
  blobs.payload_bytes = 1024;
  const std::vector<RatioRow> found =
      rows::results({rows::row(light, {1}), rows::row(heavy, {1}), rows::row(rows::baseline("libzmq-inproc"), {1}),
                     rows::row(blobs, {1})})
          .ratios;
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].baseline, "libzmq-inproc") << "whose number takes 8 bytes at least";
  EXPECT_EQ(found[1].baseline, "libzmq-ipc");
}

TEST(RatioRows, SetAPipeBesideTheQueueInItsPlace) {
  const std::vector<RatioRow> found =
      rows::results({rows::row(rows::weir("threads", 1000, "pipe"), {6, 9}), rows::row(rows::weir("threads"), {5, 6}),
                     rows::row(rows::weir("processes"), {1, 1})})
          .ratios;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].baseline, "weir threads queue");
  EXPECT_EQ(found[0].ratio.min, 1.2);
  EXPECT_EQ(found[0].ratio.max, 1.5);
}

TEST(RatioRows, SetLatencyBesideThatOfBaselinesAtTheSameRate) {
  const auto at = [](Subject subject, std::uint64_t rate, const std::vector<double>& p50) {
    subject.rate = rate;
    return LatencyRow{.subject = subject, .p50 = p50, .p99 = {2 * p50[0], 3 * p50[1]}};
  };
  Results results;
  results.latency = {at(rows::weir("threads"), 1000, {10, 12}), at(rows::baseline("libzmq-inproc"), 1000, {20, 16}),
                     at(rows::baseline("libzmq-ipc"), 500, {1, 1})};
  const std::vector<RatioRow> found = ratios_of(results);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].figure, "p50");
  EXPECT_EQ(found[0].ratio.min, 0.5);
  EXPECT_EQ(found[0].ratio.max, 0.75);
  EXPECT_EQ(found[1].figure, "p99");
  EXPECT_EQ(found[1].subject.rate, 1000);
}

TEST(LatencySheet, SaysWhoDidNotKeepTheRate) {
  Results results = rows::results({rows::row(rows::weir("threads"), {1})});
  Subject paced = rows::weir("threads");
  paced.rate = 1'000'000;
  results.latency.push_back({paced, {.p50 = 10, .p90 = 20, .p99 = 30, .p999 = 40, .max = 50}, 5, 47'000});
  std::string text;
  for (const Sheet& sheet : sheets_of(results)) text += to_text(sheet, false);
  EXPECT_THAT(text, HasSubstr("weir threads queue did not keep 1,000,000/s: it carried 47.0 k/s"));
}

TEST(Verdict, IsOnTheMostMessagesOfTheFirstLink) {
  const Results results =
      rows::results({rows::row(rows::weir("threads", 10), {1}), rows::row(rows::weir("threads", 1000), {40}),
                     rows::row(rows::weir("processes", 10), {50}), rows::row(rows::weir("processes", 1000), {10}),
                     rows::row(rows::weir("threads", 1000, "pipe"), {900})});
  EXPECT_THAT(results.verdict, HasSubstr("threads carry 4.0 times"));
}

TEST(Verdict, NamesTheLoadWhereThereAreSeveral) {
  EXPECT_EQ(
      rows::results({rows::row(rows::weir("threads"), {20}), rows::row(rows::weir("threads", 1000, "pipe"), {30})})
          .verdict,
      "1,000 messages of 8 bytes over a queue: threads carry 20/s");
}

TEST(Verdict, OfOneTopologyIsOnItsStrongestBaseline) {
  const Results results =
      rows::results({rows::row(rows::weir("threads"), {2e6}), rows::row(rows::baseline("python-queue"), {1e4}),
                     rows::row(rows::baseline("libzmq-inproc"), {1e6}), rows::row(rows::baseline("codec"), {3e6})});
  EXPECT_EQ(results.verdict, "threads carry 2.00 M/s, 2.0 times what libzmq-inproc carries");
}

TEST(Verdict, IsALineForEachOfSeveralPipelines) {
  Subject other = rows::weir("threads");
  other.pipeline = "words";
  const Results results = rows::results({rows::row(rows::weir("threads"), {1e3}), rows::row(other, {2e3})});
  EXPECT_EQ(results.verdict, "numbers: threads carry 1.00 k/s\nwords: threads carry 2.00 k/s");
}

TEST(ResultsJson, ComesBackAsItWas) {
  Results results = two_topologies({30, 31, 32}, {10, 10, 10});
  results.rows.push_back(rows::row(rows::baseline("libzmq-ipc"), {5, 6, 7}));
  results.rows[0].latency_us = observe::Percentiles{1, 2, 3, 4, 5};
  results.ratios = ratios_of(results);
  Subject paced = rows::weir("processes");
  paced.rate = 1000;
  results.latency.push_back(
      {paced, {.p50 = 10, .p90 = 20, .p99 = 30, .p999 = 40, .max = 50}, 2, 999.5, {9, 11}, {29, 31}});
  results.start.push_back({rows::weir("threads", 1), {7, 6, 9}, 3, {9, 6, 7}});
  results.skipped.push_back({"python-queue", "python3 is not installed"});
  results.warnings = {"the machine is busy"};
  const std::string json = to_json(results);
  EXPECT_EQ(to_json(results_from(json)), json);
  EXPECT_EQ(results_from(json).rows[0].subject, results.rows[0].subject);
  EXPECT_EQ(results_from(json).latency[0].subject.rate, 1000);
}

TEST(ResultsJson, HasTheKeysThatAreDocumented) {
  const std::string json = to_json(two_topologies({30, 31, 32}, {10, 10, 10}));
  for (const char* key :
       {"version", "provenance", "rows", "system", "topology", "link", "messages", "payload_bytes", "stages",
        "rate_median", "rate_min", "rate_max", "p50_us", "p99_us", "cpu_s_per_million", "max_rss_bytes", "repeats"}) {
    EXPECT_THAT(json, HasSubstr("\"" + std::string(key) + "\":"));
  }
}

TEST(ResultsJson, IsRefusedWhereItIsSomethingElse) {
  for (const std::string text : {"", "[]", "{}", "{\"version\": 2}", "{\"version\": 1, \"rows\": 7}"}) {
    EXPECT_THROW(results_from(text), std::runtime_error) << text;
  }
  std::string json = to_json(two_topologies({30}, {10}));
  json.replace(json.find("\"rates\""), 7, "\"rated\"");
  EXPECT_THROW(results_from(json), std::runtime_error);
  json = to_json(two_topologies({30}, {10}));
  json.replace(json.find("\"p50_us\""), 8, "\"p50_ms\"");
  EXPECT_THROW(results_from(json), std::runtime_error);
}

}  // namespace
}  // namespace weir::bench
