#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Number;

std::vector<std::int64_t> lengths_of(const std::vector<std::string>& texts) {
  return payloads::values(drive::transform<Number>(transformers::string_length(), {}, payloads::texts(texts)).records);
}

TEST(StringLength, CountsTheTextAndItsCopy) {
  EXPECT_THAT(lengths_of({}), ElementsAre());
  EXPECT_THAT(lengths_of({"", "a", "Hello, world"}), ElementsAre(0, 2, 24));
}

TEST(StringLength, CountsCharactersNotBytes) {
  EXPECT_THAT(lengths_of({"ü", "€uro", "😀", std::string("\0a", 2)}), ElementsAre(2, 8, 2, 4));
}

TEST(StringLength, ForgetsALongerTextBefore) {
  EXPECT_THAT(lengths_of({std::string(1'000'000, 'x'), "ab", ""}), ElementsAre(2'000'000, 4, 0));
}

}  // namespace
}  // namespace weir
