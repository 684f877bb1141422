#pragma once

#include "topology/configuration.h"
#include "topology/mistakes.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// Replaces `${NAME}` and `${NAME:-default}` in all scalar values, not in keys. As in a shell, the default also stands
/// in for an empty variable; `$${` is a literal `${`.
void replace_variables(Node& root, const Inputs& inputs, Mistakes& mistakes);

}  // namespace weir::topology
