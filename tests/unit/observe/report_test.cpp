#include "observe/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sched.h>

#include <cmath>
#include <limits>
#include <thread>

namespace weir::observe {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

Report small_report() {
  Report report;
  report.name = "quickstart";
  report.topology = "threads";
  report.outcome = "completed";
  report.wall_s = 0.41;
  report.stages.push_back({.name = "count", .role = "transformer", .type = "word_count", .replica = 1, .pid = 4711});
  report.links.push_back({.name = "lines", .kind = "queue", .from = {"book"}, .to = "count"});
  return report;
}

Json json_of(const Report& report) { return Json::parse(to_json(report)); }

TEST(Report, HasTheDocumentedKeysInTheirOrder) {
  const Json json = json_of(small_report());
  EXPECT_EQ(keys(json),
            (std::vector<std::string>{"version", "name", "topology", "outcome", "balanced", "wall_s", "cpu_s",
                                      "max_rss_bytes", "stages", "links", "end_to_end_us", "provenance"}));
  EXPECT_EQ(keys(json["stages"][0]),
            (std::vector<std::string>{"name", "role", "type", "replica", "pid", "thread", "records_in", "records_out",
                                      "bytes_in", "bytes_out", "rejected", "restarts", "busy_s", "starved_s",
                                      "blocked_s", "results"}));
  EXPECT_EQ(keys(json["links"][0]),
            (std::vector<std::string>{"name", "kind", "from", "to", "accepted", "delivered", "dropped", "rejected",
                                      "redelivered", "duplicates", "in_flight", "lost", "latency_us"}));
  const std::vector<std::string> ranks{"p50", "p90", "p99", "p999", "max"};
  EXPECT_EQ(keys(json["links"][0]["latency_us"]), ranks);
  EXPECT_EQ(keys(json["end_to_end_us"]), ranks);
  EXPECT_EQ(keys(json["provenance"]),
            (std::vector<std::string>{"weir", "git", "build", "compiler", "cpu", "cores", "kernel", "zeromq"}));
}

TEST(Report, CarriesEachValueUnderItsKey) {
  Report report = small_report();
  report.cpu_s = 0.52;
  report.max_rss_bytes = 18350080;
  report.stages[0] = {"count", "transformer", "word_count", 1, 4711, 4713, 1, 2, 3, 4, 5, 6, 7, 8, 9, "{}"};
  report.links[0] = {"lines", "queue", {"a", "b"}, "count", 10, 11, 12, 13, 14, 15, 16, 17, {1, 2, 3, 4, 5}};
  const Json json = json_of(report);
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["name"], "quickstart");
  EXPECT_EQ(json["topology"], "threads");
  EXPECT_EQ(json["outcome"], "completed");
  EXPECT_EQ(json["wall_s"], 0.41);
  EXPECT_EQ(json["cpu_s"], 0.52);
  EXPECT_EQ(json["max_rss_bytes"], 18350080);
  EXPECT_EQ(json["stages"][0].dump(),
            R"({"name":"count","role":"transformer","type":"word_count","replica":1,"pid":4711,"thread":4713,)"
            R"("records_in":1,"records_out":2,"bytes_in":3,"bytes_out":4,"rejected":5,"restarts":6,)"
            R"("busy_s":7.0,"starved_s":8.0,"blocked_s":9.0,"results":{}})");
  EXPECT_EQ(json["links"][0].dump(),
            R"({"name":"lines","kind":"queue","from":["a","b"],"to":"count","accepted":10,"delivered":11,"dropped":12,)"
            R"("rejected":13,"redelivered":14,"duplicates":15,"in_flight":16,"lost":17,)"
            R"("latency_us":{"p50":1.0,"p90":2.0,"p99":3.0,"p999":4.0,"max":5.0}})");
}

TEST(Report, HasBadFramesOnlyWhereThereAreAny) {
  Report report;
  report.links = {{.name = "quiet"}, {.name = "beset", .bad_frames = 3}};
  const Json links = json_of(report)["links"];
  EXPECT_FALSE(links[0].contains("bad_frames"));
  EXPECT_EQ(links[1]["bad_frames"], 3);
}

TEST(Report, OfNothingIsStillWhole) {
  const Json json = json_of(Report{});
  EXPECT_EQ(json["stages"], Json::array());
  EXPECT_EQ(json["links"], Json::array());
  EXPECT_EQ(json["balanced"], true);
  EXPECT_EQ(to_json(Report{}).back(), '\n');
}

TEST(Report, NamesAFailureOnlyWhereThereIsOne) {
  Report report = small_report();
  EXPECT_FALSE(json_of(report)["stages"][0].contains("failure"));
  report.stages[0].failure = "no such device";
  EXPECT_EQ(json_of(report)["stages"][0]["failure"], "no such device");
}

TEST(Report, RoundsTimesAndWritesOnlyFiniteNumbers) {
  Report report = small_report();
  report.wall_s = 0.1 + 0.2;
  report.cpu_s = std::numeric_limits<double>::infinity();
  report.end_to_end_us = {.p50 = 1.23456, .p90 = std::nan(""), .max = 1e15};
  const Json json = json_of(report);
  EXPECT_EQ(json["wall_s"].dump(), "0.3");
  EXPECT_EQ(json["cpu_s"].dump(), "0.0");
  EXPECT_EQ(json["end_to_end_us"]["p50"].dump(), "1.235");
  EXPECT_EQ(json["end_to_end_us"]["p90"].dump(), "0.0");
  EXPECT_EQ(json["end_to_end_us"]["max"], 1e15);
}

TEST(Report, EmbedsResultsAsAnObjectWithAllTheirDigits) {
  Report report = small_report();
  report.stages[0].results = to_json(Results{{"sum", std::numeric_limits<std::int64_t>::min()}, {"mean", 0.1}});
  const Json results = json_of(report)["stages"][0]["results"];
  EXPECT_EQ(results["sum"].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(results["mean"].get<double>(), 0.1);
}

TEST(Report, KeepsEveryDigitOfAWholeNumberBeyondSixtyFourBits) {
  Report report = small_report();
  report.stages[0].results = to_json(Results{{"sum", WholeNumber{"-333333283333335000000"}}, {"text", "\x01whole x"}});
  EXPECT_THAT(to_json(report), HasSubstr("\"sum\": -333333283333335000000,"));
  EXPECT_THAT(to_json(report), HasSubstr("\"text\": \"\\u0001whole x\""));
}

TEST(Report, SaysWhenResultsAreNoObject) {
  Report report = small_report();
  for (const char* text : {"", "[1]", "{\"sum\":", "7", "{\"a\":\"\xff\"}"}) {
    report.stages[0].results = text;
    EXPECT_TRUE(json_of(report)["stages"][0]["results"].contains("unreadable")) << text;
  }
}

TEST(Report, ReplacesBytesThatAreNoText) {
  Report report = small_report();
  report.name = "a\xff\n\x1b";
  EXPECT_EQ(json_of(report)["name"], "a\ufffd\n\x1b");
}

TEST(Results, HaveAJsonFormForEveryKindOfResult) {
  const Results results{{"an_int", std::int64_t{-5}},
                        {"b_double", 0.1},
                        {"c_text", "say \"hi\"\n"},
                        {"d_ints", std::vector<std::int64_t>{1, 2}},
                        {"e_doubles", std::vector<double>{0.5, 2}},
                        {"f_texts", std::vector<std::string>{"a", "b"}},
                        {"g_none", std::vector<std::string>{}}};
  EXPECT_EQ(to_json(results),
            R"({"an_int":-5,"b_double":0.1,"c_text":"say \"hi\"\n","d_ints":[1,2],"e_doubles":[0.5,2.0],)"
            R"("f_texts":["a","b"],"g_none":[]})");
}

TEST(Results, AreAnEmptyObjectWhenThereAreNone) { EXPECT_EQ(to_json(Results{}), "{}"); }

TEST(Results, BecomeNullWhereJsonHasNoWordForTheNumber) {
  EXPECT_EQ(to_json(Results{{"x", std::nan("")}, {"y", std::vector<double>{HUGE_VAL, 1}}}),
            R"({"x":null,"y":[null,1.0]})");
}

TEST(Results, NeverThrowOverBytesThatAreNoText) {
  EXPECT_EQ(Json::parse(to_json(Results{{"k\xc3", "a\xff\x80z"}})).dump(), "{\"k\ufffd\":\"a\ufffd\ufffdz\"}");
}

TEST(Ledger, BalancesWhenEveryRecordIsAccountedFor) {
  EXPECT_TRUE(LinkReport{}.balances());
  EXPECT_TRUE((LinkReport{.accepted = 10, .delivered = 7, .dropped = 2, .rejected = 1}).balances());
  EXPECT_TRUE((LinkReport{.accepted = 5, .delivered = 5, .redelivered = 3, .duplicates = 3}).balances());
}

TEST(Ledger, DoesNotBalanceWithOneTooFewOrTooMany) {
  const LinkReport missing{.accepted = 10, .delivered = 9};
  EXPECT_FALSE(missing.balances());
  EXPECT_EQ(missing.surplus(), -1);
  const LinkReport surplus{.accepted = 10, .delivered = 10, .dropped = 1};
  EXPECT_FALSE(surplus.balances());
  EXPECT_EQ(surplus.surplus(), 1);
}

TEST(Ledger, DoesNotBalanceWithAnythingInFlightOrLost) {
  EXPECT_FALSE((LinkReport{.accepted = 1, .delivered = 1, .in_flight = 1}).balances());
  EXPECT_FALSE((LinkReport{.accepted = 1, .delivered = 1, .lost = 1}).balances());
}

TEST(Ledger, OfARunBalancesWhenThatOfEveryLinkDoes) {
  Report report = small_report();
  EXPECT_TRUE(report.balanced());
  EXPECT_EQ(json_of(report)["balanced"], true);
  report.links.push_back({.name = "counts", .lost = 1});
  EXPECT_FALSE(report.balanced());
  EXPECT_EQ(json_of(report)["balanced"], false);
}

TEST(Provenance, NamesProgramAndMachine) {
  const Provenance here = provenance("4.3.4");
  for (const std::string& text : {here.weir, here.git, here.build, here.compiler, here.cpu}) EXPECT_NE(text, "");
  EXPECT_EQ(here.weir.find_first_not_of("0123456789."), std::string::npos);
  EXPECT_TRUE(here.kernel.starts_with("Linux ")) << here.kernel;
  EXPECT_EQ(here.zeromq, "4.3.4");
}

TEST(Provenance, CountsTheCoresThatMayBeUsed) {
  cpu_set_t allowed;
  ASSERT_EQ(::sched_getaffinity(0, sizeof(allowed), &allowed), 0);
  EXPECT_EQ(provenance("").cores, static_cast<unsigned>(CPU_COUNT(&allowed)));
  unsigned cores_when_bound = 0;
  std::thread([&] {
    int first = 0;
    while (!CPU_ISSET(first, &allowed)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ::sched_setaffinity(0, sizeof(one), &one);
    cores_when_bound = provenance("").cores;
  }).join();
  EXPECT_EQ(cores_when_bound, 1U);
}

}  // namespace
}  // namespace weir::observe
