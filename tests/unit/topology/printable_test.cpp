#include "topology/printable.h"

#include <gtest/gtest.h>

namespace weir::topology {
namespace {

TEST(Printable, LeavesTextAlone) { EXPECT_EQ(printable("naïve 😀 a\\b"), "naïve 😀 a\\b"); }

TEST(Printable, HasACharacterForEachCharacter) {
  const std::string text = "a\tb\x1b\xff\xc3\u202E\u00E9\xf0\x9f\x98";
  EXPECT_EQ(printable(text), "a b\uFFFD\uFFFD\uFFFD\uFFFDé\uFFFD");
  EXPECT_EQ(count_characters(printable(text)), count_characters(text));
}

TEST(Printable, CountsCharactersNotBytes) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("aé😀"), 3U);
  EXPECT_EQ(offset_of_character("aé😀", 2), 3U);
  EXPECT_EQ(offset_of_character("aé😀", 9), 7U);
}

TEST(Quote, CutsWhatIsTooLongForAMessage) {
  EXPECT_EQ(quote(std::string(60, 'x')), "'" + std::string(60, 'x') + "'");
  EXPECT_EQ(quote(std::string(61, 'x')), "'" + std::string(60, 'x') + "…'");
}

}  // namespace
}  // namespace weir::topology
