#include "observe/table.h"

#include <gtest/gtest.h>

namespace weir::observe {
namespace {

TEST(Table, AlignsItsColumns) {
  Table table({{"name", Table::Align::kLeft}, {"count"}});
  table.add({{"a"}, {"1"}});
  table.add({{"longer"}, {"1,000,000"}});
  EXPECT_EQ(table.text(80, false),
            "  name        count\n"
            "  a               1\n"
            "  longer  1,000,000\n");
}

TEST(Table, LeavesOutColumnsWithoutText) {
  Table table({{"a"}, {"empty"}, {"b"}});
  table.add({{"1"}, {""}, {"2"}});
  EXPECT_EQ(table.text(80, false), "  a  b\n  1  2\n");
}

TEST(Table, NarrowsTheWidestColumnThatMayBe) {
  Table table({{"name", Table::Align::kLeft, 5}, {"n"}});
  table.add({{"abcdefghij"}, {"12345"}});
  EXPECT_EQ(table.text(19, false), "  name            n\n  abcdefghij  12345\n");
  EXPECT_EQ(table.text(15, false), "  name        n\n  abc...  12345\n");
  EXPECT_EQ(table.least_width(), 14U);
}

TEST(Table, NeverGrowsBeyondItsWidth) {
  Table table({{"name"}, {"count"}});
  table.add({{"abcdefghij"}, {"1,000,000"}});
  EXPECT_EQ(table.text(10, false), "       ...\n  abcde...\n");
}

TEST(Table, CountsCharactersAndNotBytes) {
  Table table({{"n", Table::Align::kLeft}, {"x"}});
  table.add({{"\u00e9\u00e9\u00e9"}, {"1"}});
  table.add({{"abc"}, {"2"}});
  EXPECT_EQ(table.text(80, false), "  n    x\n  \u00e9\u00e9\u00e9  1\n  abc  2\n");
}

TEST(Table, EndsNoLineWithABlank) {
  Table table({{"a", Table::Align::kLeft}, {"b", Table::Align::kLeft}});
  table.add({{"1"}, {"long"}});
  table.add({{"1"}, {""}});
  EXPECT_EQ(table.text(80, false), "  a  b\n  1  long\n  1\n");
}

TEST(Table, StylesTheTextAndNotTheBlanks) {
  Table table({{"a"}, {"b"}});
  table.add({{"1", Style::kGood}, {"  22", Style::kBad}});
  EXPECT_EQ(table.text(80, true),
            "  \x1b[2ma\x1b[0m     \x1b[2mb\x1b[0m\n"
            "  \x1b[32m1\x1b[0m    \x1b[1;31m22\x1b[0m\n");
}

}  // namespace
}  // namespace weir::observe
