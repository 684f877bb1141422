#pragma once

#include <weir/engine.h>

#include "run/relay_loop.h"
#include "topology/plan.h"

namespace weir::run {

/// What the plan's `delivery`, and the order that it restores, ask of the transformers.
AcknowledgeWhen acknowledge_when(const topology::Plan& plan);

/// What must not be able to take away what was committed.
Durability durability_of(const topology::Plan& plan);

/// Whether a stage that dies of an exception may have another life.
bool can_revive_stage(const topology::StagePlan& stage);

}  // namespace weir::run
