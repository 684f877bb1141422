#include "bench/results_html.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using weir::bench::to_html;

constexpr std::string_view kBegin = R"(<script type="application/json" id="report">)";
constexpr std::string_view kEnd = "</script>";

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

std::string report_within(const std::string& page) {
  const auto begin = page.find(kBegin) + kBegin.size();
  return page.substr(begin, page.find(kEnd, begin) - begin);
}

TEST(ResultsHtml, HoldsTheReportAsItIs) {
  const std::string report = R"({"version":1,"verdict":"threads carry 3.1 times as much"})";
  EXPECT_EQ(report_within(to_html(report)), report);
}

TEST(ResultsHtml, LetsNoTextOfTheReportEndItsElement) {
  const nlohmann::json report = {{"verdict", "a </script><b>bold</b> <!-- claim"}};
  const auto within = report_within(to_html(report.dump()));
  EXPECT_EQ(within.find('<'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(within), report);
}

TEST(ResultsHtml, LeavesAReportAloneThatNamesAPlaceOfThePage) {
  const nlohmann::json report = {{"verdict", "{{report}} {{style}} {{script}}"}};
  const auto page = to_html(report.dump());
  EXPECT_EQ(nlohmann::json::parse(report_within(page)), report);
  EXPECT_EQ(times(page, "{{report}}"), 1);
}

TEST(ResultsHtml, HasAllOfItsPartsInThePage) {
  const auto page = to_html("{}");
  EXPECT_EQ(times(page, "{{"), 0);
  EXPECT_EQ(times(page, "</style>"), 1);
  EXPECT_EQ(times(page, "</script>"), 2);
}

}  // namespace
