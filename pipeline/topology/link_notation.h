#pragma once

#include <optional>

#include "topology/yaml_tree.h"

namespace weir::topology {

/// The short form of a link, `a -> b` or `[a, b] -> c`, as the map `{from: …, to: …}` that it stands for;
/// empty where the node is no such scalar. The names keep their own places.
std::optional<Node> spell_out_link(const Node& node);

}  // namespace weir::topology
