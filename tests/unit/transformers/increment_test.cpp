#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/shared_values.h>

#include "support/drive.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Number;

TEST(Increment, AddsOneForEachRecordAndPassesItOn) {
  const ScratchFolder scratch;
  const SharedObjects shared(scratch / "run");
  std::int64_t expected = 0;
  for (const char* lock : {"none", "mutex", "atomic"}) {
    const auto made = drive::transform<Number>(transformers::increment(), {{"lock", lock}, {"counter", "n"}},
                                               payloads::numbers({7, -3, 0}), shared);
    EXPECT_THAT(payloads::values(made.records), ElementsAre(7, -3, 0));
    expected += 3;
    EXPECT_EQ(shared.open<SharedCounter>("n", Reach::kRun)->value(), expected);
  }
}

TEST(Increment, TakesLocksThatThereAre) {
  EXPECT_EQ(drive::problem_with(transformers::increment(), {{"lock", "spin"}}),
            "lock: must be one of none, mutex, atomic");
}

}  // namespace
}  // namespace weir
