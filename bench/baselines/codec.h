#pragma once

#include "bench/baselines/baseline.h"

namespace weir::bench {

/// What no transport of the same records can be faster than in one thread: a v1::Number for payloads of 8 bytes, a
/// v1::Blob for others, in batches as a link cuts them, encoded and decoded for each of two hops.
Measured codec(const Terms& terms);

}  // namespace weir::bench
