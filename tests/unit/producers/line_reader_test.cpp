#include "producers/line_reader.h"

#include <gtest/gtest.h>

#include "support/scratch_folder.h"

namespace weir {
namespace {

using producers::LineReader;
using Next = LineReader::Next;

struct Line {
  Next kind = Next::kEnd;
  std::string text;
  bool operator==(const Line&) const = default;
};

std::vector<Line> lines_of(const std::string& content, std::size_t longest) {
  const ScratchFolder folder;
  LineReader reader(folder.write("lines", content), longest);
  reader.open();
  std::vector<Line> lines;
  for (Next next = reader.next(); next != Next::kEnd; next = reader.next()) {
    if (next == Next::kUnfinished) continue;
    lines.push_back({next, next == Next::kLine ? std::string(reader.line()) : ""});
    EXPECT_EQ(reader.number(), lines.size());
  }
  return lines;
}

/// `size` bytes before the line end, around the end of the reader's buffer and around the bound.
void expect_a_line_of(std::size_t size, std::size_t longest, const std::string& line_end) {
  SCOPED_TRACE(std::to_string(size) + " of " + std::to_string(longest) + (line_end == "\n" ? " LF" : " CRLF"));
  const std::string text(size, 'x');
  const Line expected = size <= longest ? Line{Next::kLine, text} : Line{Next::kTooLong, ""};
  EXPECT_TRUE(lines_of("a\n" + text + line_end + "b\n", longest) ==
              (std::vector<Line>{{Next::kLine, "a"}, expected, {Next::kLine, "b"}}));
}

TEST(LineReader, FindsALineWhereverItsBufferEnds) {
  constexpr std::size_t kBuffer = 256 * 1024;
  for (std::size_t size = kBuffer - 5; size <= kBuffer + 2; ++size) {
    for (const char* line_end : {"\n", "\r\n"}) {
      for (const std::size_t longest : {kBuffer - 3, kBuffer - 2, kBuffer - 1, kBuffer, 2 * kBuffer}) {
        expect_a_line_of(size, longest, line_end);
      }
    }
  }
}

TEST(LineReader, LooksUpNowAndThenWithinAHugeLine) {
  const ScratchFolder folder;
  const std::string huge = folder.write("huge", "a\n");
  std::filesystem::resize_file(huge, 64 * 1024 * 1024);
  LineReader reader(huge, 100);
  reader.open();
  EXPECT_EQ(reader.next(), Next::kLine);
  int calls = 1;
  while (reader.next() == Next::kUnfinished) ++calls;
  EXPECT_GT(calls, 10);
  EXPECT_EQ(reader.number(), 2U);
  EXPECT_EQ(reader.next(), Next::kEnd);
}

}  // namespace
}  // namespace weir
