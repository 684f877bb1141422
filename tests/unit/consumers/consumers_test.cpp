#include "consumers/consumers.h"

#include <gtest/gtest.h>

#include "support/manual_checks.h"

namespace weir {
namespace {

TEST(Consumers, SayInTheManualWhatTheyAre) {
  for (const StageSpec& spec : consumers::all()) expect_a_manual_page(spec, Role::kConsumer);
}

}  // namespace
}  // namespace weir
