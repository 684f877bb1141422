#pragma once

#include <filesystem>

namespace weir::cli {

enum class Likeness {
  kSameBytes,
  kSameLines,  ///< in another order
  kDifferent,
};

/// How like two files are. `in_one_order`: another order of the lines is a difference.
Likeness compare(const std::filesystem::path& one, const std::filesystem::path& other, bool in_one_order);

}  // namespace weir::cli
