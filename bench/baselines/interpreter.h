#pragma once

#include <filesystem>

namespace weir::bench {

/// Python's, in the first folder of the PATH that has it. Throws Unavailable where none has.
std::filesystem::path find_interpreter();

}  // namespace weir::bench
