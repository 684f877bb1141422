#pragma once

#include <weir/descriptor.h>

#include <filesystem>
#include <string>

namespace weir::cli {

/// A folder of its own for what a verb needs while it works, gone with this. Others can't look into it. What
/// one left that was killed goes with the next of the same verb.
class Workplace {
 public:
  /// Throws std::runtime_error where there is no place for one.
  explicit Workplace(const std::string& verb);
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
  Descriptor lock_;
};

}  // namespace weir::cli
