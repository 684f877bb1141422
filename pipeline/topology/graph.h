#pragma once

#include <string>

#include "topology/plan.h"

namespace weir::topology {

enum class GraphFormat { kText, kMermaid, kDot };

/// The pipeline as a person reads it in a terminal, or in the language of Mermaid or Graphviz. Ends with a line end.
std::string draw(const Plan& plan, GraphFormat format);

}  // namespace weir::topology
