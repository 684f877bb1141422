#include "link/arrivals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Identity part(std::uint64_t sequence, std::uint32_t number, bool more) {
  return {.stream = 0, .sequence = sequence, .span = 1, .part = number, .more = more};
}

Arrival arrival(const Identity& identity) {
  Arrival made;
  made.identity = identity;
  return made;
}

Arrival arrival(std::uint64_t sequence, std::uint32_t stream = 0) {
  return arrival({.stream = stream, .sequence = sequence});
}

/// Sequence and part of all that is due, as tenths: 7.2 is part 2 of sequence 7.
std::vector<double> due(Arrivals& arrivals) {
  std::vector<double> found;
  while (const Arrival* next = arrivals.next()) {
    found.push_back(static_cast<double>(next->identity.sequence) + next->identity.part / 10.0);
  }
  return found;
}

TEST(Arrivals, TellDuplicatesOfWholeBatches) {
  Arrivals arrivals(false, 0, 1);
  EXPECT_TRUE(arrivals.note({.stream = 0, .sequence = 5}));
  EXPECT_FALSE(arrivals.note({.stream = 0, .sequence = 5}));
  EXPECT_TRUE(arrivals.note({.stream = 1, .sequence = 5}));
}

TEST(Arrivals, TellDuplicatesWithinSpans) {
  Arrivals arrivals(false, 0, 1);
  arrivals.note_gap({.stream = 0, .sequence = 10, .span = 5});
  EXPECT_FALSE(arrivals.note({.stream = 0, .sequence = 14}));
  EXPECT_TRUE(arrivals.note({.stream = 0, .sequence = 15}));
  EXPECT_TRUE(arrivals.note({.stream = 0, .sequence = 9}));
}

TEST(Arrivals, TellDuplicatesOfParts) {
  Arrivals arrivals(false, 0, 1);
  EXPECT_TRUE(arrivals.note(part(3, 0, true)));
  EXPECT_FALSE(arrivals.note(part(3, 0, true)));
  EXPECT_TRUE(arrivals.note(part(3, 1, true)));
  EXPECT_FALSE(arrivals.note(part(3, 0, true)));
  EXPECT_TRUE(arrivals.note(part(4, 0, true))) << "sequences do not disturb one another";
  EXPECT_TRUE(arrivals.note(part(3, 2, false)));
  for (const bool more : {true, false}) {
    for (std::uint32_t number = 0; number < 4; ++number) EXPECT_FALSE(arrivals.note(part(3, number, more)));
  }
}

TEST(Arrivals, TakeAWholeBatchForADuplicateOfItsFirstPart) {
  Arrivals arrivals(false, 0, 1);
  EXPECT_TRUE(arrivals.note(part(3, 0, true)));
  EXPECT_FALSE(arrivals.note(part(3, 0, false)));
  EXPECT_TRUE(arrivals.note(part(3, 1, false)));
}

TEST(Arrivals, ComeOutAsTheyCameWhereTheLinkIsNotOrdered) {
  Arrivals arrivals(false, 0, 1);
  for (const std::uint64_t sequence : {4U, 0U, 2U}) arrivals.put(arrival(sequence));
  EXPECT_FALSE(arrivals.has_early());
  EXPECT_THAT(due(arrivals), ElementsAre(4, 0, 2));
  EXPECT_TRUE(arrivals.empty());
}

TEST(Arrivals, WaitForTheirTurnWhereTheLinkIsOrdered) {
  Arrivals arrivals(true, 0, 1);
  arrivals.put(arrival(2));
  arrivals.put(arrival(1));
  EXPECT_THAT(due(arrivals), IsEmpty());
  EXPECT_TRUE(arrivals.has_early());
  EXPECT_FALSE(arrivals.empty());
  arrivals.put(arrival(0));
  EXPECT_THAT(due(arrivals), ElementsAre(0, 1, 2));
  EXPECT_TRUE(arrivals.empty());
}

TEST(Arrivals, KeepStreamsApart) {
  Arrivals arrivals(true, 0, 1);
  arrivals.put(arrival(1, 0));
  arrivals.put(arrival(0, 1));
  arrivals.put(arrival(1, 1));
  EXPECT_THAT(due(arrivals), ElementsAre(0, 1));
  EXPECT_TRUE(arrivals.has_early());
}

TEST(Arrivals, TakeSpansForAllTheirNumbers) {
  Arrivals arrivals(true, 0, 1);
  arrivals.put(arrival(7));
  arrivals.put(arrival({.stream = 0, .sequence = 3, .span = 4}));
  EXPECT_THAT(due(arrivals), IsEmpty());
  arrivals.put(arrival({.stream = 0, .sequence = 0, .span = 3}));
  EXPECT_THAT(due(arrivals), ElementsAre(0, 3, 7));
}

TEST(Arrivals, ComeInTurnsOfAllReplicasWhereSeveralReceive) {
  Arrivals second_of_three(true, 1, 3);
  second_of_three.put(arrival(4));
  EXPECT_THAT(due(second_of_three), IsEmpty());
  second_of_three.put(arrival(1));
  EXPECT_THAT(due(second_of_three), ElementsAre(1, 4));
  second_of_three.put(arrival(7));
  EXPECT_THAT(due(second_of_three), ElementsAre(7));
}

TEST(Arrivals, GoOnWhereAnEarlierLifeHadWorkedEverythingOff) {
  Arrivals first(true, 1, 3);
  for (const std::uint64_t sequence : {1U, 4U, 7U}) first.put(arrival(sequence));
  EXPECT_THAT(due(first), ElementsAre(1, 4, 7));
  first.work_off({.stream = 0, .sequence = 1});
  first.work_off({.stream = 0, .sequence = 4, .more = true});

  Arrivals second(true, 1, 3);
  for (const Arrivals::Turn& turn : first.turns()) second.go_on_from(turn);
  second.put(arrival(7));
  EXPECT_THAT(due(second), IsEmpty());
  second.put(arrival(4));
  EXPECT_THAT(due(second), ElementsAre(4, 7));
}

TEST(Arrivals, KeepTheirTurnUntilTheLastPart) {
  Arrivals arrivals(true, 0, 1);
  arrivals.put(arrival(part(0, 0, true)));
  arrivals.put(arrival(1));
  EXPECT_THAT(due(arrivals), ElementsAre(0.0));
  arrivals.put(arrival(part(0, 1, true)));
  arrivals.put(arrival(part(0, 2, false)));
  EXPECT_THAT(due(arrivals), ElementsAre(0.1, 0.2, 1.0));
}

TEST(Arrivals, GoOnWithPartsThatCameEarly) {
  Arrivals arrivals(true, 0, 1);
  arrivals.put(arrival(part(1, 0, true)));
  arrivals.put(arrival(part(1, 1, true)));
  arrivals.put(arrival(2));
  arrivals.put(arrival(0));
  EXPECT_THAT(due(arrivals), ElementsAre(0.0, 1.0, 1.1));
  EXPECT_TRUE(arrivals.has_early()) << "2 waits for the rest of 1";
  arrivals.put(arrival(part(1, 2, false)));
  EXPECT_THAT(due(arrivals), ElementsAre(1.2, 2.0));
  EXPECT_TRUE(arrivals.empty());
}

}  // namespace
}  // namespace weir::link
