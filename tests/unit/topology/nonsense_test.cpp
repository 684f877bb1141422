#include <gmock/gmock.h>

#include <ctime>
#include <random>

#include "planning.h"
#include "support/child.h"

namespace weir::topology {
namespace {

/// In bytes: all that a file may hold.
constexpr std::size_t kWholeFile = a_fifth_if_sanitized(kLargestFile);

/// As much of `piece` again and again as that.
std::string filled(const std::string& piece, const std::string& before = "") {
  std::string text = before;
  while (text.size() < kWholeFile) text += piece;
  text.resize(kWholeFile);
  return text;
}

constexpr double kMostSeconds = kSanitized ? 10 : 1;

void expect_refused_in_time(const std::string& text, const std::string& what) {
  const std::clock_t start = std::clock();  // of the processor, which others may keep busy
  const Planned planned = plan_of({text});
  const std::string rendered = render(planned.diagnostics, text);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  EXPECT_FALSE(planned.plan) << what;
  ASSERT_FALSE(planned.diagnostics.empty()) << what;
  EXPECT_GT(planned.diagnostics.front().place.line, 0U) << what;
  EXPECT_GT(planned.diagnostics.front().place.column, 0U) << what;
  EXPECT_LT(seconds, kMostSeconds) << what;
  EXPECT_LT(rendered.size(), 50'000U) << what;
}

TEST(Nonsense, OfOnePieceRepeatedIsRefusedInTime) {
  for (const char* piece : {"[",
                            "]",
                            "{",
                            "}",
                            "[]",
                            "{}",
                            "[{",
                            "{a: [",
                            "[a,",
                            "{a: ",
                            "{[a]: ",
                            "- ",
                            "- {",
                            "? ",
                            "? - ",
                            ": ",
                            ":\n",
                            ",",
                            "&a",
                            "&a ",
                            "*a",
                            "*a ",
                            "!",
                            "! ",
                            "!a ",
                            "!<",
                            "\"",
                            "'",
                            "''",
                            "\"\" ",
                            "\"\\n",
                            "%",
                            "%a\n",
                            "%TAG ! x\n",
                            "#",
                            "#\n",
                            "|",
                            ">",
                            "| ",
                            "-",
                            "--- ",
                            "---\n",
                            "--- a\n",
                            "...\n",
                            " ",
                            "\n",
                            "\t",
                            "\r",
                            "\r\n",
                            "@",
                            "`",
                            "\\",
                            "x",
                            "x ",
                            "x\n",
                            "x: ",
                            " a\n",
                            "{a\n",
                            "[x\n",
                            "\"a\n",
                            "'a\n",
                            "a: |\n",
                            "a: b\n",
                            "- a\n",
                            "- |\n",
                            "a:\n b:\n  c:\n",
                            "->",
                            "]->",
                            "[a]->",
                            "[a, b] -> c\n",
                            "a: [b, c] -> d\n",
                            "${A}",
                            "<<: ",
                            "{<<: {a: 1}, ",

                            "\x7f",
                            "\xff",
                            "\xc3\xa9",
                            "\xf0\x9f\x98\x80",
                            "\xe2\x80\xa8",
                            "\xef\xbb\xbf",
                            "\x04"}) {
    expect_refused_in_time(filled(piece), testing::PrintToString(piece));
  }
}

TEST(Nonsense, WithinAListOrMapIsRefusedInTime) {
  for (const char* before : {"[", "{", "version: 1\nqueues: {", "producers: ["}) {
    for (const char* piece :
         {"? ", ": ", "a: b, ", "a, ", "\"\" ", "\"a\": ", "x ", "? a : ", "[], ", "*a, ", "&a b, "}) {
      expect_refused_in_time(filled(piece, before), std::string(before) + piece);
    }
  }
}

TEST(Nonsense, OfGrowingIndentationIsRefusedInTime) {
  for (const char* key : {"a:\n", "- \n", "? \n", "- a:\n"}) {
    std::string text;
    for (int depth = 0; text.size() < kWholeFile - 2000; ++depth) text += std::string(depth % 1500, ' ') + key;
    expect_refused_in_time(text, key);
  }
}

TEST(Nonsense, NestedTenThousandDeepIsRefusedInTime) {
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{a: ", "}"), std::pair("- ", ""),
                                    std::pair("? ", ""), std::pair("a: [", "]"), std::pair("\"[\": [", "]")}) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += open;
    for (int i = 0; i < 10'000; ++i) text += close;
    expect_refused_in_time(text, open);
  }
}

TEST(Nonsense, OfLaughingAliasesIsRefusedInTime) {
  std::string list = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  std::string map = "a0: &a0 {a: lol, b: lol, c: lol}\n";
  std::string merge = "a0: &a0 {a: lol, b: lol, c: lol}\n";
  for (int i = 1; i < 30; ++i) {
    const std::string name = "a" + std::to_string(i);
    const std::string last = "*a" + std::to_string(i - 1);
    const std::string begin = name + ": &" + name + " ";
    list += begin + "[" + last + "," + last + "," + last + "," + last + "," + last + "," + last + "," + last + "]\n";
    map += begin + "{a: " + last + ", b: " + last + ", c: " + last + "}\n";
    merge += begin + "{<<: [" + last + ", " + last + ", " + last + "]}\n";
  }
  expect_refused_in_time(list, "lists");
  expect_refused_in_time(map, "maps");
  expect_refused_in_time(merge, "merges");
}

TEST(Nonsense, OfManyKeysStagesAndLinksIsRefusedInTime) {
  const auto numbered = [](const std::string& before, const std::string& after) {
    std::string text = "version: 1\n" + before;
    for (int i = 0; text.size() < kWholeFile - 1000; ++i) text += "  k" + std::to_string(i) + after;
    return text;
  };
  expect_refused_in_time(numbered("producers:\n", ": {type: numbers}\n"), "stages");
  expect_refused_in_time(numbered("producers: {a: {type: numbers}}\nqueues:\n", ": a -> b\n"), "links");
  expect_refused_in_time(numbered("queues:\n", ":\n"), "empty links");
  expect_refused_in_time(numbered("producers:\n  a:\n    with:\n", ": x\n"), "keys");
  std::string same = "version: 1\nproducers:\n";
  while (same.size() < kWholeFile / 4) same += "  a: {type: numbers}\n";
  expect_refused_in_time(same, "one key");
}

TEST(Nonsense, OfLongNamesDoesNotKeepSuggestionsBusy) {
  std::string text = "version: 1\nproducers:\n";
  std::string queues = "queues:\n";
  for (int i = 1000; i < 1990; ++i) {
    text += "  " + std::string(60, 'x') + std::to_string(i) + ": {type: numbers}\n";
    queues += "  q" + std::to_string(i) + ": " + std::string(60, 'y') + std::to_string(i) + " -> " +
              std::string(60, 'z') + std::to_string(i) + "\n";
  }
  expect_refused_in_time(text + "consumers: {c: {type: sum}}\n" + queues, "names");
}

TEST(Nonsense, OfRandomBytesIsRefusedInTime) {
  const std::vector<std::string> alphabets{"[]{},:-?&*!|>%@`\"' \nab#",
                                           "-?: \na",
                                           "[]{}, :\nab",
                                           "\"'\\\nxu0: ",
                                           "&*a: ,[]\n",
                                           "a:\n  - ",
                                           "->[], ab:\n",
                                           ""};
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    std::mt19937 random(seed);
    const std::string& alphabet = alphabets[seed % alphabets.size()];
    std::string text = seed % 3 == 0 ? kChain : "";
    const std::size_t size = seed % 20 == 0 ? 100'000 : 200;
    while (text.size() < size) {
      text += alphabet.empty() ? static_cast<char>(random() % 256) : alphabet[random() % alphabet.size()];
    }
    expect_refused_in_time("zebra: 1\n" + text, "seed " + std::to_string(seed));
  }
}

TEST(Nonsense, OfAGoodFileCutOrChangedAtAnyByteNeverCrashes) {
  const std::string good =
      kChain + "queues: {a: &x book -> words, b: {from: words, to: total, batch: {linger: 1ms}}}\n";
  good_plan({good});
  for (std::size_t i = 0; i < good.size(); ++i) {
    plan_of({good.substr(0, i)});
    for (const char byte : {'\0', ' ', ':', '[', '}', '"', '*', '\n', '\t', '$', '\xc3'}) {
      std::string changed = good;
      changed[i] = byte;
      const Planned planned = plan_of({changed});
      ASSERT_EQ(planned.plan.has_value(), planned.diagnostics.empty());
    }
  }
}

TEST(Nonsense, LargerThanAFileMayBeIsRefusedInTime) { expect_refused_in_time(std::string(50'000'000, ' '), "50 MB"); }

}  // namespace
}  // namespace weir::topology
