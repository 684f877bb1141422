#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <numeric>

#include "support/drive.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using payloads::texts;
using testing::ElementsAre;
using v1::Number;

constexpr const char* kLicense = "/usr/share/common-licenses/GPL-3";

std::vector<std::int64_t> words(const std::vector<std::string>& lines) {
  return payloads::values(drive::transform<Number>(transformers::word_count(), {}, texts(lines)).records);
}

std::int64_t words_as_wc_counts(const std::string& file) {
  std::FILE* const wc = ::popen(("LC_ALL=C.UTF-8 wc -w < '" + file + "'").c_str(), "r");
  long long count = -1;
  EXPECT_EQ(std::fscanf(wc, "%lld", &count), 1);
  EXPECT_EQ(::pclose(wc), 0);
  return count;
}

TEST(WordCount, AnswersEachTextByOneNumber) {
  EXPECT_THAT(words({"", "one", "one two", " \t ", "  to be\tor\vnot\fto be\r", "x"}), ElementsAre(0, 1, 2, 0, 6, 1));
}

TEST(WordCount, TakesWhateverIsNoWhiteSpaceForAWord) {
  using namespace std::string_literals;
  EXPECT_THAT(words({"- , .", "don't stop", "a\0b"s, "\0"s, "naïve 🐟 魚"}), ElementsAre(3, 2, 1, 1, 3));
}

TEST(WordCount, AgreesWithWcOnALicense) {
  std::ifstream file(kLicense);
  ASSERT_TRUE(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  const std::vector<std::int64_t> counts = words(lines);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), words_as_wc_counts(kLicense));
}

TEST(WordCount, AgreesWithWcOnOddWhiteSpace) {
  const ScratchFolder folder;
  for (const char* space :
       {" ",      "\t",     "\v",     "\f",     "\r",     "  \t ",  "\u00a0", "\u1680", "\u2000", "\u2001",
        "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u200b",
        "\u202f", "\u205f", "\u2060", "\u3000", "\ufeff", "\u0085", "\u180e", "\u00ad", "é",      "。"}) {
    const std::string text = std::string(space) + "a" + space + space + "b" + space + "ü" + space;
    EXPECT_EQ(words({text}).at(0), words_as_wc_counts(folder.write("text", text))) << "'" << space << "'";
  }
}

TEST(WordCount, DividesAtUnicodesLineAndParagraphSeparators) {
  EXPECT_THAT(words({"a\u2028b\u2029c"}), ElementsAre(3));
}

}  // namespace
}  // namespace weir
