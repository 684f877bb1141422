#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "topology/diagnostic.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// The one document of a YAML text as a tree, aliases and merge keys written out; or why there is none. Null where the
/// text holds nothing but comments. Time and memory are bounded, whatever the bytes.
///
/// Beyond YAML, `[a, b] -> c` is read as a plain scalar.
std::variant<Node, Diagnostic> read_yaml(const std::string& source, std::string_view text);

}  // namespace weir::topology
