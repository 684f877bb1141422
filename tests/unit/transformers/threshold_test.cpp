#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using payloads::sample;
using payloads::samples;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1::Sample;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<Sample> passed(const drive::With& with, const std::vector<Sample>& in) {
  const auto made = drive::transform<Sample>(transformers::threshold(), with, in);
  EXPECT_THAT(made.rejected, IsEmpty());
  return made.records;
}

TEST(Threshold, PassesWhatIsAboveTheLevel) {
  const auto in = samples("t", {-kInfinity, 2.5, 2.500001, kNan, 3, kInfinity});
  EXPECT_THAT(payloads::values(passed({{"level", "2.5"}}, in)), ElementsAre(2.500001, 3, kInfinity));
}

TEST(Threshold, PassesWhatIsBelowTheLevel) {
  const auto in = samples("t", {-kInfinity, -1, 0, kNan, 1});
  EXPECT_THAT(payloads::values(passed({{"level", "0"}, {"pass", "below"}}, in)), ElementsAre(-kInfinity, -1));
}

TEST(Threshold, PassesSamplesAsTheyAre) {
  const auto out = passed({{"level", "0"}}, {sample("t", 1, "K", 42)});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].name(), "t");
  EXPECT_EQ(out[0].unit(), "K");
  EXPECT_EQ(out[0].time_ns(), 42);
}

TEST(Threshold, PassesOnlyTheNamedQuantity) {
  const auto out = passed({{"level", "0"}, {"name", "t"}}, {sample("t", 1), sample("u", 1), sample("t", -1)});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].name(), "t");
}

TEST(Threshold, NeedsALevelAndKnowsTwoSides) {
  EXPECT_TRUE(transformers::threshold().fields[0].required);
  EXPECT_THAT(drive::problem_with(transformers::threshold(), {{"pass", "abov"}}), HasSubstr("did you mean 'above'?"));
}

}  // namespace
}  // namespace weir
