#include <gmock/gmock.h>

#include "planning.h"
#include "topology/link_notation.h"

namespace weir::topology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kTwo =
    "version: 1\nproducers:\n  a: {type: numbers}\n  b: {type: numbers}\ntransformers:\n  c: {type: scale}\n"
    "consumers:\n  d: {type: sum}\n  e: {type: sink}\n";

TEST(Links, FollowTheOrderOfTheStagesWhereTheFileHasNone) {
  const Plan plan = good_plan({kChain});
  ASSERT_EQ(plan.links.size(), 2U);
  EXPECT_EQ(plan.links[0].name, "book-words");
  EXPECT_EQ(plan.links[1].name, "words-total");
  EXPECT_EQ(plan.links[1].kind, LinkKind::kQueue);
  EXPECT_THAT(plan.links[1].from, ElementsAre(1U));
  EXPECT_EQ(plan.links[1].to, 2U);
  EXPECT_EQ(plan.links[1].place.text(), "test.yaml:7:3");
}

TEST(Links, AreImpliedAlsoWhereBothSectionsAreEmpty) {
  EXPECT_EQ(good_plan({kChain + "queues: {}\npipes: {}\n"}).links.size(), 2U);
}

TEST(Links, AreNotImpliedWhereAPipeStands) {
  EXPECT_THAT(mistakes_of({kChain + "queues: {}\npipes:\n  p: book -> words\n"}), SizeIs(2));
}

TEST(Links, TakeEachNotationOfTheSame) {
  for (const char* links : {"q: [a, b] -> c", "q: \"[a, b] -> c\"", "q: {from: [a, b], to: c}", "q: '[ a ,b ]->c'",
                            "q:\n    from:\n      - a\n      - b\n    to: c"}) {
    const Plan plan = good_plan({kTwo + "queues:\n  " + links + "\n  r: c -> d\n  s: c -> e\n"});
    ASSERT_FALSE(plan.links.empty()) << links;
    EXPECT_THAT(plan.links[0].from, ElementsAre(0U, 1U)) << links;
  }
  good_plan({kTwo + "queues: {q: [a, b] -> c, r: c -> d, s: c->e}\n"});
}

TEST(Links, MayFanOutAndLinkTheSamePairTwice) {
  const Plan plan = good_plan({kTwo + "queues:\n  q: [a, b] -> c\n  r: c -> d\n  s: c -> d\npipes:\n  t: c -> e\n"});
  EXPECT_EQ(plan.links.size(), 4U);
}

TEST(Links, ShortenTheirBatchToAnEighthOfTheCapacity) {
  const auto records = [](const std::string& capacity, const std::string& given) {
    return value_of(
        good_plan(
            {kChain, {set("queues.book-words.capacity", capacity), set("queues.book-words.batch.records", given)}}),
        "queues.book-words.batch.records");
  };
  const std::string from_set = " from --set queues.book-words.batch.records";
  EXPECT_EQ(records("80", "10"), "10" + from_set);
  EXPECT_EQ(records("80", "11"), "10 from an eighth of the capacity");
  EXPECT_EQ(records("7", "2"), "1 from an eighth of the capacity");
  EXPECT_EQ(records("1", "1"), "1" + from_set);
  EXPECT_EQ(good_plan({kChain, {set("queues.book-words.capacity", "80")}}).links[0].batch.records, 10U);
}

TEST(Links, TakeTheBoundsOfTheirRanges) {
  const std::string queue = "queues.book-words.";
  for (const auto& [key, least, most] :
       {std::tuple("capacity", "1", "2147483647"), std::tuple("batch.records", "1", "1M"),
        std::tuple("batch.bytes", "1", "8MiB"), std::tuple("batch.linger", "0", "1h")}) {
    EXPECT_THAT(mistakes_of({kChain, {set(queue + key, least)}}), IsEmpty());
    EXPECT_THAT(mistakes_of({kChain, {set(queue + key, most)}}), IsEmpty());
  }
  for (const auto& [key, less, more] :
       {std::tuple("capacity", "0", "2147483648"), std::tuple("batch.records", "0", "1000001"),
        std::tuple("batch.bytes", "0", "8388609"), std::tuple("batch.linger", "-1s", "3601s")}) {
    EXPECT_THAT(mistakes_of({kChain, {set(queue + key, less)}}), SizeIs(1)) << key;
    EXPECT_THAT(mistakes_of({kChain, {set(queue + key, more)}}), SizeIs(1)) << key;
  }
}

TEST(Links, DoNotBlameOtherStagesForASlipOfThePen) {
  EXPECT_THAT(mistakes_of({kChain + "queues:\n  a: boook -> words\n  b: words -> total\n"}),
              ElementsAre(HasSubstr("did you mean 'book'?")));
}

TEST(Links, WithALongCycleNameItsBeginning) {
  std::string text = "version: 1\nproducers: {a: {type: numbers}}\nconsumers: {z: {type: sum}}\ntransformers:\n";
  std::string queues = "queues:\n  begin: a -> t0\n  end: t0 -> z\n";
  for (int i = 0; i < 500; ++i) {
    text += "  t" + std::to_string(i) + ": {type: scale}\n";
    queues += "  q" + std::to_string(i) + ": t" + std::to_string(i) + " -> t" + std::to_string((i + 1) % 500) + "\n";
  }
  EXPECT_THAT(mistakes_of({text + queues}),
              ElementsAre(testing::AllOf(HasSubstr("a cycle: t0 -> t1 -> "), HasSubstr("-> t15 -> … -> t0"))));
}

Node scalar(const std::string& text) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = text;
  node.place = {"f", 3, 5, text.size()};
  return node;
}

TEST(LinkNotation, KeepsThePlacesOfTheNames) {
  const auto link = spell_out_link(scalar("[ab,  cd] ->  ef"));
  ASSERT_TRUE(link);
  const Node& from = *link->find("from");
  ASSERT_EQ(from.items.size(), 2U);
  EXPECT_EQ(from.items[1].text, "cd");
  EXPECT_EQ(from.items[1].place, (Place{"f", 3, 11, 2}));
  EXPECT_EQ(link->find("to")->place, (Place{"f", 3, 19, 2}));
}

TEST(LinkNotation, NeedsAnArrow) {
  EXPECT_FALSE(spell_out_link(scalar("a - > b")));
  EXPECT_FALSE(spell_out_link(Node()));
  EXPECT_EQ(spell_out_link(scalar("->"))->find("from")->text, "");
  EXPECT_EQ(spell_out_link(scalar("a -> b -> c"))->find("to")->text, "b -> c");
  EXPECT_THAT(spell_out_link(scalar("[] -> c"))->find("from")->items, IsEmpty());
  EXPECT_THAT(spell_out_link(scalar("[a,] -> c"))->find("from")->items, SizeIs(2));
}

}  // namespace
}  // namespace weir::topology
