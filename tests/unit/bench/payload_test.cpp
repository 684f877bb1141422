#include "bench/baselines/payload.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::bench {
namespace {

std::vector<std::uint8_t> message_of(const Terms& terms, std::uint64_t number, std::int64_t due_ns = 0) {
  const Payload payload(terms);
  std::vector<std::uint8_t> message(payload.size());
  payload.write(number, due_ns, message.data());
  return message;
}

std::string refusal_of(Check& check, const std::vector<std::uint8_t>& message) {
  try {
    check.take(message);
    return {};
  } catch (const BadDelivery& bad) {
    return bad.what();
  }
}

TEST(Payload, IsTheNumberAloneWhereThereIsRoomForNoMore) {
  EXPECT_EQ(message_of({}, 0x0102), (std::vector<std::uint8_t>{2, 1, 0, 0, 0, 0, 0, 0}));
}

TEST(Payload, GoesOnWithTheSameBytesInEveryMessage) {
  const std::vector<std::uint8_t> message = message_of({.payload_bytes = 300}, 7);
  ASSERT_EQ(message.size(), 300U);
  EXPECT_EQ(number_of(message), 7U);
  for (std::size_t i = kNumberBytes; i < message.size(); ++i) EXPECT_EQ(message[i], i % 256);
}

TEST(Payload, CarriesWhenItWasDueWhereItIsPaced) {
  const std::vector<std::uint8_t> message = message_of({.rate = 1000}, 7, 123'456'789'012);
  EXPECT_EQ(message.size(), 16U);
  EXPECT_EQ(number_of(message), 7U);
  EXPECT_EQ(due_of(message), 123'456'789'012);
}

TEST(Payload, IsTheSameInATextThatHeldAnother) {
  const Terms terms{.payload_bytes = 300};
  const Payload payload(terms);
  std::string text;
  for (const std::uint64_t number : {7U, 8U}) {
    payload.write(number, text);
    const std::vector<std::uint8_t> message = message_of(terms, number);
    EXPECT_EQ(text, std::string(message.begin(), message.end()));
  }
}

TEST(Check, TakesEveryMessageInOrderAndIsComplete) {
  for (const std::size_t bytes : {8U, 9U, 15U, 16U, 17U, 1024U}) {
    using Rate = std::optional<std::uint64_t>;
    for (const Rate rate : {Rate{}, Rate{1000}}) {
      const Terms terms{.messages = 3, .payload_bytes = bytes, .rate = rate};
      Check check(terms);
      for (std::uint64_t number = 0; number < terms.messages; ++number) {
        EXPECT_FALSE(check.is_complete());
        check.take(message_of(terms, number, 5));
      }
      EXPECT_TRUE(check.is_complete());
      EXPECT_EQ(check.progress(), "3 of 3");
    }
  }
}

TEST(Check, RefusesAMessageInThePlaceOfOneThatWasLost) {
  Check check(Terms{.messages = 3});
  check.take(message_of({}, 0));
  EXPECT_EQ(refusal_of(check, message_of({}, 2)), "message 2 came in place of 1");
}

TEST(Check, RefusesAMessageThatComesTwice) {
  Check check(Terms{.messages = 3});
  check.take(message_of({}, 0));
  EXPECT_EQ(refusal_of(check, message_of({}, 0)), "message 0 came twice");
}

TEST(Check, RefusesAMessageOfAnotherSize) {
  Check check(Terms{.messages = 3});
  EXPECT_EQ(refusal_of(check, {1, 2, 3}), "message 0 has 3 bytes in place of 8");
}

TEST(Check, FindsEveryByteThatWasChanged) {
  const Terms terms{.messages = 1, .payload_bytes = 45};
  for (std::size_t changed = kNumberBytes; changed < terms.payload_bytes; ++changed) {
    Check check(terms);
    std::vector<std::uint8_t> message = message_of(terms, 0);
    ++message[changed];
    EXPECT_EQ(refusal_of(check, message), "message 0 was changed on its way") << changed;
  }
}

TEST(Check, LooksAtNothingButSizeAndNumberWhereThePayloadStaysUnread) {
  const Terms terms{.messages = 1, .payload_bytes = 45, .reads_payload = false};
  Check check(terms);
  std::vector<std::uint8_t> message = message_of(terms, 0);
  ++message.back();
  EXPECT_EQ(refusal_of(check, message), "");
}

}  // namespace
}  // namespace weir::bench
