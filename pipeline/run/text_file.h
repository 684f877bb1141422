#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace weir::run {

/// Content of a whole file; empty where there is none.
std::string read_text(const std::filesystem::path& path);

/// Writes a whole file of a run directory, or leaves what was there; throws RunDirectoryError when it can't.
void write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace weir::run
