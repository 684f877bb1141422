#pragma once

#include <span>

#include "topology/configuration.h"
#include "topology/mistakes.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// The origin of the ends of an implied link.
inline constexpr const char* kImplied = "the order of the stages";

/// Where neither the file nor an override has links of its own, writes those out that the order of the stages implies:
/// a queue "a-b" from each stage to the next, producer, transformers, consumer. A second producer or consumer is a
/// mistake then: nothing says how it is linked. False when the links are still unknown because of such a mistake.
bool add_implied_links(Node& root, std::span<const Override> overrides, Mistakes& mistakes);

}  // namespace weir::topology
