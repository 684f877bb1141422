#include <gtest/gtest.h>
#include <weir/records.h>
#include <weir/v1/payloads.pb.h>
#include <weir/v1/wire.pb.h>

#include <string>

namespace weir {
namespace {

using v1::Number;
using v1::Text;

std::vector<std::uint8_t> encoded(const Records& records) {
  std::vector<std::uint8_t> bytes(records.encoded_size(0, records.size()));
  records.encode(0, records.size(), bytes);
  return bytes;
}

TEST(Records, GivesAMessageBackEmptyAfterItWasUsed) {
  RecordsOf<Text> records;
  records.append().set_text("old");
  records.clear();
  EXPECT_EQ(records.append().text(), "");
  EXPECT_EQ(records.size(), 1U);
}

TEST(Records, KeepTheirMemoryWhenTruncated) {
  RecordsOf<Text> records;
  const Text* const first = &records.append();
  records.clear();
  EXPECT_EQ(&records.append(), first);
}

TEST(Records, ComeBackFromTheirBytes) {
  for (const std::size_t count : {0U, 1U, 2U, 17U, 1000U}) {
    RecordsOf<Text> sent;
    for (std::size_t i = 0; i < count; ++i) sent.append().set_text(std::string(i * 7 % 300, 'x'));
    RecordsOf<Text> received;
    ASSERT_TRUE(received.decode(encoded(sent), count));
    ASSERT_EQ(received.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(received[i].text(), sent[i].text());
  }
}

TEST(Records, EncodeAnyRunOfThem) {
  RecordsOf<Number> sent;
  for (int i = 0; i < 100; ++i) sent.append().set_value(1 - i * 1'000'000'007LL);
  std::vector<std::uint8_t> bytes(sent.encoded_size(40, 20));
  sent.encode(40, 20, bytes);
  RecordsOf<Number> received;
  ASSERT_TRUE(received.decode(bytes, 20));
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(received[i].value(), sent[40 + i].value());
}

TEST(Records, AreRefusedWhenCutAtAnyByte) {
  RecordsOf<Text> sent;
  for (const char* text : {"a", "", "a longer piece of text that leaves the slop of the parser", "é"}) {
    sent.append().set_text(text);
  }
  const std::vector<std::uint8_t> bytes = encoded(sent);
  RecordsOf<Text> received;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(received.decode(std::span(bytes).first(length), 4)) << length;
    EXPECT_TRUE(received.empty());
  }
}

TEST(Records, AreRefusedWhenTheirCountIsWrong) {
  RecordsOf<Number> sent;
  for (int i = 1; i <= 3; ++i) sent.append().set_value(i);
  const std::vector<std::uint8_t> bytes = encoded(sent);
  RecordsOf<Number> received;
  EXPECT_FALSE(received.decode(bytes, 2));
  EXPECT_FALSE(received.decode(bytes, 4));
  EXPECT_TRUE(received.decode(bytes, 3));
}

TEST(Records, AreRefusedWhenALengthPointsBeyondTheEnd) {
  RecordsOf<Text> received;
  const std::vector<std::uint8_t> huge{0xff, 0xff, 0xff, 0xff, 0x0f, 0x0a, 0x01, 'x'};
  EXPECT_FALSE(received.decode(huge, 1));
}

TEST(LargestEncoding, IsABoundThatTheLargestRecordReaches) {
  RecordsOf<Number> records;
  records.append().set_value(-1);
  EXPECT_EQ(records.largest_record(), records.encoded_size(0));
}

TEST(LargestEncoding, HasNoBoundForStringsListsAndMessages) {
  EXPECT_EQ(largest_encoding(*Text::descriptor()), 0U);
  EXPECT_EQ(largest_encoding(*v1::Acknowledge::descriptor()), 0U);
  EXPECT_EQ(largest_encoding(*v1::Header::descriptor()), 0U);
}

}  // namespace
}  // namespace weir
