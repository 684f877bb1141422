#pragma once

#include <cstdlib>
#include <filesystem>

#include "support/scratch_folder.h"

namespace weir::run {

/// A folder for the runs of a test, in place of the user's own.
class RuntimeFolder {
 public:
  RuntimeFolder() { point_to(path()); }
  RuntimeFolder(const RuntimeFolder&) = delete;
  RuntimeFolder& operator=(const RuntimeFolder&) = delete;
  ~RuntimeFolder() { unsetenv("WEIR_RUNTIME_DIR"); }

  std::filesystem::path path() const { return folder_ / "runs"; }
  std::filesystem::path outside(std::string_view name) const { return folder_ / name; }

  static void point_to(const std::filesystem::path& path) { setenv("WEIR_RUNTIME_DIR", path.c_str(), 1); }

 private:
  ScratchFolder folder_;
};

}  // namespace weir::run
