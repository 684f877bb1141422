#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using payloads::sample;
using v1::Sample;

Sample scaled(const Sample& in, const drive::With& with) {
  return drive::transform<Sample>(transformers::scale(), with, std::vector{in}).records.at(0);
}

TEST(Scale, MultipliesAndAdds) {
  EXPECT_DOUBLE_EQ(scaled(sample("t", 20), {{"factor", "1.8"}, {"offset", "32"}}).value(), 68);
  EXPECT_DOUBLE_EQ(scaled(sample("t", 20), {}).value(), 20);
}

TEST(Scale, KeepsNameTimeAndUnitUnlessTold) {
  const Sample kept = scaled(sample("t", 20, "°C", 42), {{"offset", "273.15"}});
  EXPECT_EQ(kept.name(), "t");
  EXPECT_EQ(kept.time_ns(), 42);
  EXPECT_EQ(kept.unit(), "°C");
  EXPECT_EQ(scaled(sample("t", 20, "°C"), {{"unit", "K"}}).unit(), "K");
}

TEST(Scale, ComputesOnAsIeee754SaysOutsideTheNumbers) {
  EXPECT_TRUE(std::isnan(scaled(sample("t", std::numeric_limits<double>::quiet_NaN()), {{"factor", "2"}}).value()));
  EXPECT_TRUE(std::isinf(scaled(sample("t", 1e308), {{"factor", "10"}}).value()));
}

}  // namespace
}  // namespace weir
