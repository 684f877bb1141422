#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "topology/configuration.h"
#include "topology/mistakes.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// Puts values of the command line into the tree, in their order. Maps on the way are made where they are missing; a
/// link in its short form becomes a map when something within it is set.
void apply_overrides(Node& root, std::span<const Override> overrides, Mistakes& mistakes);

/// Whether a path such as "queues.lines.capacity" leads into the links.
bool leads_into_links(const Override& override);

/// "queues.lines.capacity" as its keys.
std::vector<std::string> split_path(std::string_view path);

}  // namespace weir::topology
