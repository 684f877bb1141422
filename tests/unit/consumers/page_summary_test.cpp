#include <gtest/gtest.h>
#include <weir/v1/lessons.pb.h>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"

namespace weir {
namespace {

using v1::Page;

Page page(const std::string& body, std::int64_t took_ns = 0) {
  Page record;
  record.set_body(body);
  record.set_took_ns(took_ns);
  return record;
}

Results summary_of(const std::vector<Page>& pages) {
  return drive::consume<Page>(consumers::page_summary(), {}, pages).results;
}

std::vector<std::string> titles_in(const std::vector<Page>& pages) {
  return std::get<std::vector<std::string>>(summary_of(pages).at("titles"));
}

/// The title of a page with this body, in brackets; empty where it has none.
std::string title_in(const std::string& body) {
  const std::vector<std::string> titles = titles_in({page(body)});
  return titles.empty() ? "" : "[" + titles.front() + "]";
}

TEST(PageSummary, SaysHowManyPagesHowLargeAndHowSlow) {
  EXPECT_EQ(summary_of({page("12345", 2'000'000), page("", 3'500'000), page("<title>a</title>", 1)}),
            (Results{{"pages", std::int64_t{3}},
                     {"bytes", std::int64_t{21}},
                     {"slowest_ms", 3.5},
                     {"titles", std::vector<std::string>{"a"}}}));
}

TEST(PageSummary, IsAllZerosWithoutPages) {
  EXPECT_EQ(summary_of({}), (Results{{"pages", std::int64_t{0}},
                                     {"bytes", std::int64_t{0}},
                                     {"slowest_ms", 0.0},
                                     {"titles", std::vector<std::string>{}}}));
}

TEST(PageSummary, FindsTheFirstTitleHoweverItIsWritten) {
  EXPECT_EQ(title_in("<html><head><title>One</title></head><svg><title>Two</title></svg>"), "[One]");
  EXPECT_EQ(title_in("<TITLE lang=\"en\">\n  A < B &amp; C\t</Title >"), "[A < B &amp; C]");
  EXPECT_EQ(title_in("<titles>no</titles><title>yes</title>"), "[yes]");
  EXPECT_EQ(title_in("<title> \n</title>"), "[]");
  EXPECT_EQ(title_in("<title>a</titles></title>"), "[a</titles>]");
}

TEST(PageSummary, HasNoTitleOfAPageWithoutOne) {
  for (const char* body : {"", "title", "<", "<title", "<title>", "<title>half", "<title></title", "</title>"}) {
    EXPECT_EQ(title_in(body), "") << body;
  }
}

TEST(PageSummary, KeepsAHundredTitles) {
  std::vector<Page> pages(3, page("none"));
  for (int i = 0; i < 101; ++i) pages.push_back(page("<title>" + std::to_string(i) + "</title>"));
  const std::vector<std::string> titles = titles_in(pages);
  ASSERT_EQ(titles.size(), 100);
  EXPECT_EQ(titles.back(), "99");
  EXPECT_EQ(summary_of(pages).at("pages"), Result(std::int64_t{104}));
}

TEST(PageSummary, CutsALongTitle) {
  EXPECT_EQ(title_in("<title>" + std::string(2000, 'x') + "</title>"), "[" + std::string(1000, 'x') + "]");
}

TEST(PageSummary, GoesOnWhereAnEarlierLifeHadCommitted) {
  const std::vector<Page> pages{page("<title>a</title>", 9'000'000), page("b", 1), page("<title>c</title>", 2)};
  for (const std::size_t first : {0, 2}) {
    EXPECT_EQ(drive::consume_in_two_lives<Page>(consumers::page_summary(), {}, pages, first), summary_of(pages));
  }
}

}  // namespace
}  // namespace weir
