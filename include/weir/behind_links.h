#pragma once

#include <filesystem>

namespace weir {

/// Where a file stands, or would be made, that is opened under this path: symbolic links are followed, also one that
/// leads to nothing yet, but for the kernel's links to what a process has open, which have no other name. The path
/// itself where it is no link, and where links lead in a circle.
std::filesystem::path behind_links(const std::filesystem::path& path);

}  // namespace weir
