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

class SquareInto : public ::testing::Test {
 protected:
  ScratchFolder scratch_;
  SharedObjects shared_{scratch_ / "run"};
};

TEST_F(SquareInto, PutsSquaresIntoTheListAndPassesTheNumbersOn) {
  const auto in_run = shared_.open<SharedList>("squares", Reach::kRun);
  const auto in_process = shared_.open<SharedList>("squares", Reach::kProcess);
  const auto made =
      drive::transform<Number>(transformers::square_into(), {}, payloads::numbers({1, -2, 3'037'000'500}), shared_);
  EXPECT_THAT(payloads::values(made.records), ElementsAre(1, -2));
  EXPECT_THAT(made.rejected, ElementsAre("3037000500 is too large to square"));
  EXPECT_THAT(in_run->values(), ElementsAre(1, 4));
  EXPECT_THAT(in_process->values(), ElementsAre());
  drive::transform<Number>(transformers::square_into(), {{"memory", "private"}}, payloads::numbers({5}), shared_);
  EXPECT_THAT(in_process->values(), ElementsAre(25));
}

TEST_F(SquareInto, FailsWhereTheListIsFull) {
  const auto list = shared_.open<SharedList>("squares", Reach::kRun);
  while (list->append(0)) {
  }
  EXPECT_EQ(drive::failure_of(
                [this] { drive::transform<Number>(transformers::square_into(), {}, payloads::numbers({1}), shared_); }),
            "square_into: the list 'squares' has room for 100000 numbers, and there are more");
}

}  // namespace
}  // namespace weir
