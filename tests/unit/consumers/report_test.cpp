#include <gtest/gtest.h>
#include <weir/shared_values.h>

#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using Items = std::vector<std::int64_t>;

TEST(Report, SaysWhatStandsInTheListOfItsMemory) {
  const ScratchFolder scratch;
  const SharedObjects shared(scratch / "run");
  const auto in_run = shared.open<SharedList>("squares", Reach::kRun);
  const auto in_process = shared.open<SharedList>("squares", Reach::kProcess);
  for (const std::int64_t square : {1, 4, 9, 16}) in_run->append(square);
  const auto seen = [&](const std::string& memory) {
    return drive::consume(consumers::report(), {{"memory", memory}}, payloads::numbers({1}), shared).results;
  };
  EXPECT_EQ(seen("shared"), (Results{{"items", Items{1, 4, 9, 16}}, {"sum", std::int64_t{30}}}));
  EXPECT_EQ(seen("private"), (Results{{"items", Items{}}, {"sum", std::int64_t{0}}}));
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 2; ++i) in_process->append(kMost);
  EXPECT_EQ(seen("private"), (Results{{"items", Items{kMost, kMost}}, {"sum", WholeNumber{"18446744073709551614"}}}));
}

}  // namespace
}  // namespace weir
