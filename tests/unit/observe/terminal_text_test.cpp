#include "observe/terminal_text.h"

#include <gtest/gtest.h>

namespace weir::observe {
namespace {

TEST(Printable, LeavesOrdinaryTextAlone) {
  for (const std::string text : {"", "count[0]", "caf\u00e9 \u20ac \U0001f600 \\n"}) EXPECT_EQ(printable(text), text);
}

TEST(Printable, EscapesWhatMovesTheCursor) {
  EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(printable("\x1b[31m\x07\x7f"), "\\x1b[31m\\x07\\x7f");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable("\u0085\u009b"), "\\u0085\\u009b");
}

TEST(Printable, EscapesWhatTurnsTheDirectionOfWriting) {
  EXPECT_EQ(printable("\u202e\u2066\u2028\u200f"), "\\u202e\\u2066\\u2028\\u200f");
  EXPECT_EQ(printable("\u200d\u2010"), "\u200d\u2010");
}

TEST(Printable, EscapesEveryByteThatIsNoUtf8) {
  EXPECT_EQ(printable("a\xff\x80z"), "a\\xff\\x80z");
  EXPECT_EQ(printable("\xc3"), "\\xc3");
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                    // overlong '/'
  EXPECT_EQ(printable("\xe0\x9f\xbf"), "\\xe0\\x9f\\xbf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond Unicode
  EXPECT_EQ(printable("\xe2\x28\xa1"), "\\xe2(\\xa1");
}

TEST(Cut, MarksWhatItShortened) {
  EXPECT_EQ(cut("short", 5), "short");
  EXPECT_EQ(cut("longer", 5), "lo...");
  EXPECT_EQ(cut("longer", 3), "...");
  EXPECT_EQ(cut("longer", 2), "..");
  EXPECT_EQ(cut("longer", 0), "");
  EXPECT_EQ(cut("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", 5), "\u00e9\u00e9...");
}

TEST(Fitting, EndsWithAWholeCharacter) {
  EXPECT_EQ(fitting("abc", 3), "abc");
  EXPECT_EQ(fitting("abcd", 3), "abc");
  EXPECT_EQ(fitting("a\u20acb", 4), "a\u20ac");
  EXPECT_EQ(fitting("a\u20acb", 3), "a");
  EXPECT_EQ(fitting("a\u20acb", 2), "a");
  EXPECT_EQ(fitting("abc", 0), "");
}

TEST(Fitting, DoesNotEmptyATextThatIsNoUtf8) { EXPECT_EQ(fitting(std::string(10, '\x80'), 6), std::string(6, '\x80')); }

TEST(Wrap, BreaksAtBlanks) {
  EXPECT_EQ(wrap("", 5), std::vector<std::string>{""});
  EXPECT_EQ(wrap("one two", 7), std::vector<std::string>{"one two"});
  EXPECT_EQ(wrap("one two", 6), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
}

TEST(Wrap, BreaksWordsThatAreTooLong) {
  EXPECT_EQ(wrap("abcdefgh", 3), (std::vector<std::string>{"abc", "def", "gh"}));
  EXPECT_EQ(wrap(" abcdef", 3), (std::vector<std::string>{" ab", "cde", "f"}));
}

}  // namespace
}  // namespace weir::observe
