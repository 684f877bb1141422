#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Blob;
using v1::Number;

TEST(Identity, PassesRecordsOnInTheirOwnType) {
  const auto made = drive::transform<Number>(transformers::identity(), {}, payloads::numbers({1, -2, 0}));
  EXPECT_THAT(payloads::values(made.records), ElementsAre(1, -2, 0));
  Blob blob;
  blob.set_data("\xff\x00");
  EXPECT_EQ(drive::transform<Blob>(transformers::identity(), {}, std::vector{blob}).records.at(0).data(), blob.data());
}

TEST(Identity, TakesEveryTypeOfMessage) {
  EXPECT_TRUE(transformers::identity().any_input);
  EXPECT_TRUE(transformers::identity().input_as_output);
}

}  // namespace
}  // namespace weir
