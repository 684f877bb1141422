#pragma once

#include <string>
#include <string_view>

// `lines: [a, b] -> c` is no YAML: a list ends with its bracket. To the parser, weir shows the brackets and commas of
// such a list as control characters (which no text that gets there can hold), and puts them back into the scalars.
namespace weir::topology {

/// As long as `text`, so that all offsets stay good.
std::string hide_sender_lists(std::string_view text);

std::string show_sender_lists(std::string scalar);

}  // namespace weir::topology
