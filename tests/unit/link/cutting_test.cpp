#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "link_under_test.h"

// How answers become batches, and batches frames.
namespace weir::link {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Cutting : public EveryWay {};
INSTANTIATE_TEST_SUITE_P(Links, Cutting, testing::ValuesIn(kWays), way_name);

void offer_texts(Sending& sender, const std::vector<std::size_t>& lengths) {
  Answer& answer = sender.pool.take();
  answer.identity.sequence = sender.next_sequence[0]++;
  auto& records = static_cast<RecordsOf<v1::Text>&>(*answer.records);
  for (const std::size_t length : lengths) records.append().set_text(std::string(length, 'x'));
  sender.offer(answer);
}

std::vector<std::size_t> counts(const Receiving& receiver) {
  std::vector<std::size_t> found;
  for (const Arrival& arrival : receiver.arrivals) found.push_back(arrival.range.count);
  return found;
}

std::unique_ptr<Records> texts() { return std::make_unique<RecordsOf<v1::Text>>(); }

/// The text of this length takes so many bytes in a batch of less than 2 MiB texts: two lengths and a tag.
constexpr std::size_t kTextOfHundred = 103;

TEST_P(Cutting, GoesByRecords) {
  LinkTerms small = terms(800);
  small.batch_records = 100;
  LinkUnderTest link(small, transport());
  link.greet();
  for (const std::size_t count : {99U, 100U, 101U, 250U}) link.sender().offer_numbers(count);
  link.finish();
  EXPECT_THAT(counts(link.receiver()), ElementsAre(99, 100, 100, 1, 100, 100, 50));
}

TEST_P(Cutting, GoesByBytes) {
  LinkTerms small = terms(800);
  small.batch_bytes = 3 * kTextOfHundred;
  LinkUnderTest link(small, transport(), {1, 1}, texts());
  link.greet();
  offer_texts(link.sender(), std::vector<std::size_t>(7, 100));
  offer_texts(link.sender(), {5000, 100, 5000, 0, 0});
  link.finish();
  EXPECT_THAT(counts(link.receiver()), ElementsAre(3, 3, 1, 1, 1, 1, 2));
  EXPECT_EQ(link.receiver().arrivals[0].bytes, 3 * kTextOfHundred);
  EXPECT_EQ(link.outlet().bytes(), 8 * kTextOfHundred + 2 * 5005U + 2U);
}

TEST_P(Cutting, CountsBytesExactlyForRecordsOfBoundedSize) {
  LinkTerms small = terms(800);
  small.batch_bytes = 40;
  LinkUnderTest link(small, transport());
  link.greet();
  link.sender().offer_numbers(100);
  link.finish();
  std::uint64_t bytes = 0;
  for (const Arrival& arrival : link.receiver().arrivals) {
    EXPECT_LE(arrival.bytes, 40U);
    bytes += arrival.bytes;
  }
  EXPECT_EQ(bytes, 99U * 3 + 1) << "the number 0 takes no byte, only its length";
  EXPECT_EQ(link.receiver().values, first_numbers(100));
}

TEST_P(Cutting, RefusesARecordThatNoFrameHolds) {
  LinkUnderTest link(terms(800), transport(), {1, 1}, texts());
  link.greet();
  try {
    offer_texts(link.sender(), {kLargestFrame});
    FAIL() << "took a record larger than any frame";
  } catch (const StageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("on link 'lines'; the most is 33553408"));
  }
}

constexpr std::size_t kLargestText = kLargestRecord - 10;  // two lengths and a tag

TEST_P(Cutting, TakesTheLargestRecordAmongOthers) {
  LinkUnderTest link(terms(800), transport(), {1, 1}, texts());
  link.greet();
  offer_texts(link.sender(), {20'000});
  offer_texts(link.sender(), {kLargestText - 1, 1, kLargestText - 1});
  offer_texts(link.sender(), {20'000});
  link.finish();
  EXPECT_EQ(link.receiver().records, 5U);
}

TEST_P(Cutting, KeepsWithinAFrameWhateverTheBatchMayHold) {
  LinkTerms large = terms(8000);
  large.batch_bytes = kLargestFrame;
  LinkUnderTest link(large, transport(), {1, 1}, texts());
  link.greet();
  offer_texts(link.sender(), std::vector<std::size_t>(9, 4'000'000));
  offer_texts(link.sender(), std::vector<std::size_t>(10, kLargestFrame / 8 - 6));
  for (int i = 0; i < 500; ++i) offer_texts(link.sender(), {16'600});
  link.finish();
  EXPECT_EQ(link.receiver().records, 519U);
}

}  // namespace
}  // namespace weir::link
