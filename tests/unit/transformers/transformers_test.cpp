#include "transformers/transformers.h"

#include <gtest/gtest.h>

#include "support/manual_checks.h"

namespace weir {
namespace {

TEST(Transformers, SayInTheManualWhatTheyAre) {
  for (const StageSpec& spec : transformers::all()) expect_a_manual_page(spec, Role::kTransformer);
}

}  // namespace
}  // namespace weir
