#include "topology/diagnostic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "topology/printable.h"

namespace weir::topology {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char character : text) {
    if (character == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += character;
    }
  }
  return lines;
}

TEST(Place, IsFileLineAndColumn) { EXPECT_EQ((Place{"hello.yaml", 7, 5}.text()), "hello.yaml:7:5"); }

TEST(Place, IsJustItsSourceOutsideTheFile) {
  EXPECT_EQ((Place{.source = "--set queues.a.capacity"}.text()), "--set queues.a.capacity");
}

TEST(Render, QuotesTheLineAndUnderlinesThePlace) {
  const std::vector<Diagnostic> one{{{"hello.yaml", 2, 5, 6}, "unknown setting 'facter'"}};
  EXPECT_EQ(render(one, "with:\n    facter: 2.5\n"),
            "hello.yaml:2:5: unknown setting 'facter'\n"
            "   2 |     facter: 2.5\n"
            "     |     ^^^^^^\n"
            "1 problem; nothing was started\n");
}

TEST(Render, OrdersByPlaceWithTheCommandLineLast) {
  const std::vector<Diagnostic> three{{{.source = "--limit"}, "c"}, {{"f", 2, 1}, "b"}, {{"f", 1, 9}, "a"}};
  EXPECT_EQ(lines_of(render(three, "")),
            (std::vector<std::string>{"f:1:9: a", "f:2:1: b", "--limit: c", "3 problems; nothing was started", ""}));
}

TEST(Render, ShowsFiftyAndCountsTheRest) {
  std::vector<Diagnostic> many(50, {{.source = "x"}, "bad"});
  EXPECT_THAT(render(many, ""), Not(HasSubstr("more")));
  many.push_back(many.front());
  EXPECT_THAT(render(many, ""), EndsWith("x: bad\nand 1 more\n51 problems; nothing was started\n"));
}

TEST(Render, SendsNoControlCharacterToTheTerminal) {
  const std::vector<Diagnostic> one{{{"\x1b]0;f\a", 1, 3}, "key '\x1b[31m' and \xff"}};
  for (const char byte : render(one, "a\x1b[2J\x9b\u202E\t\x7f\n")) {
    EXPECT_TRUE(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20);
    EXPECT_NE(byte, '\x7f');
  }
}

TEST(Render, KeepsThePlaceInSightOfAnyColumnOfALongLine) {
  std::string line;
  for (int i = 0; line.size() < 1000; ++i) line += std::to_string(i % 10);
  for (std::size_t column = 1; column <= line.size() + 1; ++column) {
    const std::vector<Diagnostic> one{{{"f", 1, column, 1000}, "x"}};
    const std::vector<std::string> lines = lines_of(render(one, line));
    ASSERT_LE(count_characters(lines[1]), 100U);
    ASSERT_LE(count_characters(lines[2]), 100U);
    const std::size_t caret = lines[2].find('^');
    const std::string shown = lines[1].substr(offset_of_character(lines[1], caret), 1);
    ASSERT_EQ(shown, column > line.size() ? "" : line.substr(column - 1, 1)) << column;
  }
}

TEST(Render, SurvivesPlacesThatAreNotThere) {
  const std::vector<Diagnostic> one{{{"f", 99, 7, 5}, "x"}, {{"f", 1, 500, 500}, "y"}};
  EXPECT_EQ(render(one, "short\n"),
            "f:1:500: y\n   1 | short\n     |      ^\nf:99:7: x\n2 problems; nothing was started\n");
}

}  // namespace
}  // namespace weir::topology
