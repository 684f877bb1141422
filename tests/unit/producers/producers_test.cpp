#include "producers/producers.h"

#include <gtest/gtest.h>

#include "support/manual_checks.h"

namespace weir {
namespace {

TEST(Producers, SayInTheManualWhatTheyAre) {
  for (const StageSpec& spec : producers::all()) expect_a_manual_page(spec, Role::kProducer);
}

}  // namespace
}  // namespace weir
