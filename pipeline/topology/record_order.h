#pragma once

#include <vector>

#include "topology/plan.h"

namespace weir::topology {

/// Of each stage, whether its input comes in the same order in each run, however its replicas take turns and whatever
/// dies. The plan must be without cycles.
std::vector<bool> fed_in_one_order(const Plan& plan);

}  // namespace weir::topology
