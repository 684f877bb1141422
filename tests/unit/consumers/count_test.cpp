#include <gtest/gtest.h>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using v1::Number;
using v1::Text;

TEST(Count, CountsRecordsOfAnyType) {
  EXPECT_EQ(drive::consume<Number>(consumers::count(), {}, {}).results, (Results{{"count", std::int64_t{0}}}));
  EXPECT_EQ(drive::consume<Text>(consumers::count(), {}, payloads::texts({"a", "b"})).results,
            (Results{{"count", std::int64_t{2}}}));
  EXPECT_TRUE(consumers::count().any_input);
}

TEST(Count, GoesOnWhereAnEarlierLifeHadCommitted) {
  EXPECT_EQ(drive::consume_in_two_lives<v1::Number>(consumers::count(), {}, payloads::numbers({5, -7, 12, 1}), 2),
            (Results{{"count", std::int64_t{4}}}));
}

}  // namespace
}  // namespace weir
