#pragma once

#include <deque>
#include <functional>

#include "run/replica.h"

namespace weir::run {

/// Takes all replicas to their ends on the calling thread, one after the other as the plan has them, and calls `ended`
/// for each. They are all that there is of the pipeline, so it waits only when none of them can go on.
void drive_in_turn(std::deque<Replica>& replicas, const std::function<void()>& ended);

}  // namespace weir::run
