#pragma once

#include <weir/stage.h>

namespace weir::consumers {

/// Twice as wide as a number: no run is long enough for a sum to overflow it.
__extension__ using Wide = __int128;

/// As a number where it fits one, else by its digits.
Result result_of(Wide value);

}  // namespace weir::consumers
