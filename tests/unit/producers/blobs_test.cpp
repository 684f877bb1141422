#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/v1/payloads.pb.h>

#include <cstring>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"

namespace weir {
namespace {

using v1::Blob;

std::uint64_t number_of(const Blob& blob) {
  std::uint64_t number = 0;
  std::memcpy(&number, blob.data().data(), sizeof number);
  return number;
}

std::vector<std::uint64_t> numbers_of(const std::vector<Blob>& blobs) {
  std::vector<std::uint64_t> numbers;
  for (const Blob& blob : blobs) numbers.push_back(number_of(blob));
  return numbers;
}

TEST(Blobs, AreNumberedAndAlikeBehindTheNumber) {
  const auto made = drive::produce<Blob>(producers::blobs(), {{"size", "300"}, {"count", "3"}});
  EXPECT_THAT(numbers_of(made.records), testing::ElementsAre(0, 1, 2));
  EXPECT_TRUE(made.has_ended);
  for (const Blob& blob : made.records) {
    ASSERT_EQ(blob.data().size(), 300);
    for (std::size_t i = 8; i < 300; ++i) ASSERT_EQ(static_cast<unsigned char>(blob.data()[i]), i % 256);
  }
}

TEST(Blobs, AreWholeInMessagesThatHeldOtherRecords) {
  const auto producer = drive::make<BatchProducer>(producers::blobs(), {{"size", "16"}});
  RecordsOf<Blob> out;
  out.append().set_data("of another stage");
  out.append().set_data("short");
  out.clear();
  drive::KeptRejections rejections;
  producer->fill(out, {.records = 2, .calls = 9}, rejections);
  out.clear();
  producer->fill(out, {.records = 2, .calls = 9}, rejections);
  EXPECT_EQ(number_of(out[1]), 3);
  EXPECT_EQ(out[1].data().substr(8), "\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f");
}

TEST(Blobs, GoOnWhereAnEarlierLifeStood) {
  for (const std::size_t first : {0, 1, 4}) {
    EXPECT_THAT(numbers_of(drive::produce_in_two_lives<Blob>(producers::blobs(), {{"count", "4"}}, first)),
                testing::ElementsAre(0, 1, 2, 3))
        << first;
  }
}

TEST(Blobs, HoldTheirNumberAtLeast) {
  EXPECT_EQ(drive::problem_with(producers::blobs(), {{"size", "7"}}), "size: must be from 8 to 8MB");
}

}  // namespace
}  // namespace weir
