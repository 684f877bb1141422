#include <gtest/gtest.h>
#include <weir/v1/payloads.pb.h>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"

namespace weir {
namespace {

using v1::Blob;

std::vector<Blob> blobs(const std::vector<std::string>& texts) {
  std::vector<Blob> records(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) records[i].set_data(texts[i]);
  return records;
}

Results of(std::int64_t records, std::int64_t bytes, const std::string& sum) {
  return {{"records", records}, {"bytes", bytes}, {"sum", WholeNumber{sum}}};
}

TEST(Checksum, AddsUpWordsAndWhatIsBehindTheLastOne) {
  const std::string two("\x02\0\0\0\0\0\0\0", 8);
  EXPECT_EQ(drive::consume<Blob>(consumers::checksum(), {}, {}).results, of(0, 0, "0"));
  EXPECT_EQ(drive::consume<Blob>(consumers::checksum(), {}, blobs({two, two + "\x05", two + two, ""})).results,
            of(4, 33, "13"));
}

TEST(Checksum, CountsModuloTwoToThePowerOf64) {
  EXPECT_EQ(drive::consume<Blob>(consumers::checksum(), {}, blobs({std::string(16, '\xff')})).results,
            of(1, 16, "18446744073709551614"));
}

TEST(Checksum, GoesOnWhereAnEarlierLifeHadCommitted) {
  EXPECT_EQ(drive::consume_in_two_lives<Blob>(consumers::checksum(), {}, blobs({"\x01", "\x02", "\x03"}), 2),
            of(3, 3, "6"));
}

}  // namespace
}  // namespace weir
