#pragma once

#include <string>
#include <string_view>

namespace weir::observe {

/// What a stage has to say, from its results as a JSON object: "count 12, sum 5,644". Long lists are cut to their
/// first items. Empty where there are none. Printable.
std::string result_line(std::string_view results_json);

}  // namespace weir::observe
