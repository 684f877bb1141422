#include "topology/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::topology {
namespace {

using testing::HasSubstr;

/// The tree in one line: scalars with their places, `'…'` where they were quoted.
std::string shown(const Node& node) {
  const std::string at = "@" + std::to_string(node.place.line) + ":" + std::to_string(node.place.column) + "+" +
                         std::to_string(node.place.length);
  std::string text;
  switch (node.kind) {
    case Node::Kind::kNull:
      return "null" + at;
    case Node::Kind::kScalar:
      return (node.quoted ? "'" + node.text + "'" : node.text) + at;
    case Node::Kind::kList:
      for (const Node& item : node.items) text += (text.empty() ? "" : " ") + shown(item);
      return "[" + text + "]";
    case Node::Kind::kMap:
      for (const Entry& entry : node.entries) text += (text.empty() ? "" : " ") + entry.key + "=" + shown(entry.value);
      return "{" + text + "}";
  }
  return text;
}

std::string tree_of(std::string_view text) {
  const auto read = read_yaml("t", text);
  if (const auto* const diagnostic = std::get_if<Diagnostic>(&read)) {
    return diagnostic->place.text() + ": " + diagnostic->message;
  }
  return shown(std::get<Node>(read));
}

TEST(YamlReader, GivesEachValueItsPlaceInCharacters) {
  EXPECT_EQ(tree_of("é: [ü, 'b c', \"d\\\"e\"]\nf:\n  g: h i\n"),
            "{é=[ü@1:5+1 'b c'@1:8+5 'd\"e'@1:15+6] f={g=h i@3:6+3}}");
}

TEST(YamlReader, TakesLineEndsOfBothKinds) { EXPECT_EQ(tree_of("a: b\r\nc: d\r\n"), "{a=b@1:4+1 c=d@2:4+1}"); }

TEST(YamlReader, PlacesAnEmptyValueAtItsKey) { EXPECT_EQ(tree_of("a:\n\nbc: ~\n"), "{a=null@1:1+1 bc=null@3:1+2}"); }

TEST(YamlReader, KeepsBothOfTwoEqualKeys) { EXPECT_EQ(tree_of("a: 1\na: 2\n"), "{a=1@1:4+1 a=2@2:4+1}"); }

TEST(YamlReader, WritesOutAliasesWithThePlacesOfWhatTheyRepeat) {
  EXPECT_EQ(tree_of("a: &x {b: 1}\nc: *x\nd: *x\n"), "{a={b=1@1:11+1} c={b=1@1:11+1} d={b=1@1:11+1}}");
}

TEST(YamlReader, PlacesAnAnchoredScalarBehindItsAnchor) {
  EXPECT_EQ(tree_of("a: &x one\nb: *x\n"), "{a=one@1:7+3 b=one@1:7+3}");
}

TEST(YamlReader, MergesMapsUnderKeysThatAreNotThere) {
  EXPECT_EQ(tree_of("a: &x {b: 1, c: 2}\nd: &y {c: 3, e: 4}\nf: {<<: [*x, *y], b: 5}\n"),
            "{a={b=1@1:11+1 c=2@1:17+1} d={c=3@2:11+1 e=4@2:17+1} f={b=5@3:22+1 c=2@1:17+1 e=4@2:17+1}}");
}

TEST(YamlReader, TakesAQuotedMergeKeyAsAKey) { EXPECT_EQ(tree_of("'<<': 1\n"), "{<<=1@1:7+1}"); }

TEST(YamlReader, ReadsAListOfSendersAsText) {
  EXPECT_EQ(tree_of("a: [b, c] -> d\n"), "{a=[b, c] -> d@1:4+11}");
  EXPECT_EQ(tree_of("{a: [b, c] -> d, e: [f]->g}\n"), "{a=[b, c] -> d@1:5+11 e=[f]->g@1:21+6}");
  EXPECT_EQ(tree_of("a: [b, '[c, d] -> e'] # [f] -> g\n"), "{a=[b@1:5+1 '[c, d] -> e'@1:8+13]}");
}

TEST(YamlReader, HasANullForATextWithoutContent) {
  EXPECT_EQ(tree_of(""), "null@0:0+1");
  EXPECT_EQ(tree_of("# only\n\n"), "null@0:0+1");
}

TEST(YamlReader, RefusesAQuotedTextThatTheParserLetsEndWithTheFile) {
  EXPECT_EQ(tree_of("a: 'b\n"), "t:1:4: this quoted text does not end");
  EXPECT_EQ(tree_of("a: \"b\\\"\n"), "t:1:4: this quoted text does not end");
}

TEST(YamlReader, RefusesTagsAlsoBehindAnAnchorAndTheUnspecificOne) {
  for (const char* text : {"!!str a", "! a", "&x !!int 1", "!a [b]", "!<tag:x> {a: b}"}) {
    EXPECT_THAT(tree_of(std::string("k: ") + text), HasSubstr("tags")) << text;
  }
}

TEST(YamlReader, TakesDirectivesAndAnExplicitDocument) {
  EXPECT_EQ(tree_of("%YAML 1.2\n--- # begins\na: b\n...\n"), "{a=b@3:4+1}");
}

TEST(YamlReader, TakesTabsWhereTheyAreNoIndentation) {
  EXPECT_EQ(tree_of("a:\tb\t# c\n\t\n\t# d\ne: |\n  \tx\n"), "{a=b@1:4+1 e='\tx\n'@4:4+1}");
}

TEST(YamlReader, CountsAliasesTowardsItsBudget) {
  std::string text = "a: &a [" + std::string(999 * 2, ' ');
  for (int i = 0; i < 999; ++i) text.replace(7 + 2 * static_cast<std::size_t>(i), 2, "x,");
  text += "x]\nb: [";
  for (int i = 0; i < 97; ++i) text += "*a, ";
  EXPECT_THAT(tree_of(text + "]"), HasSubstr("x@1:8+1"));
  EXPECT_THAT(tree_of(text + "*a, *a]"), HasSubstr("more than 100000 values"));
}

TEST(YamlReader, IsBoundedInDepth) {
  const std::string open(kDeepestNesting, '[');
  const std::string close(kDeepestNesting, ']');
  EXPECT_EQ(tree_of(open + close), open + close);
  EXPECT_EQ(tree_of("[" + open + close + "]"), "t:1:65: nested more than 64 levels deep");
  EXPECT_EQ(tree_of("- &a " + open.substr(1) + close.substr(1) + "\n- [*a]"), "t:2:4: nested more than 64 levels deep");
}

}  // namespace
}  // namespace weir::topology
