#include <gtest/gtest.h>
#include <weir/shared_values.h>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using v1::Number;

TEST(Total, SaysWhatTheCounterIsAndHowManyIncrementsItLacks) {
  const ScratchFolder scratch;
  const SharedObjects shared(scratch / "run");
  const auto total = [&] {
    return drive::consume<Number>(consumers::total(), {{"counter", "n"}}, payloads::numbers({5, 6, 7}), shared).results;
  };
  EXPECT_EQ(total(), (Results{{"total", std::int64_t{0}}, {"increments", std::int64_t{3}}, {"lost", std::int64_t{3}}}));
  shared.open<SharedCounter>("n", Reach::kRun)->add(3);
  EXPECT_EQ(total(), (Results{{"total", std::int64_t{3}}, {"increments", std::int64_t{3}}, {"lost", std::int64_t{0}}}));
}

}  // namespace
}  // namespace weir
