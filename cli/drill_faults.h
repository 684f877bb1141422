#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "topology/plan.h"

namespace weir::cli {

/// Something that is done to one process of a run, on purpose.
struct Fault {
  static constexpr std::size_t kLauncher = SIZE_MAX;
  bool is_of_launcher() const { return replica == kLauncher; }

  std::string name;         ///< "count[0]", or "weir" for the launcher
  std::size_t replica = 0;  ///< its number in the plan, or `kLauncher`
  /// Empty: it is killed.
  std::optional<std::chrono::nanoseconds> frozen_for;
  /// When: so much of the records were produced.
  double share = 0;
};

/// Reads "count[0]@50%" of `--kill` and "total:3s@20%" of `--freeze`; where there is no percentage, `seed` decides.
/// Throws std::invalid_argument with a sentence.
std::vector<Fault> read_faults(const std::vector<std::string>& kills, const std::vector<std::string>& freezes,
                               std::uint32_t seed, const topology::Plan& plan);

}  // namespace weir::cli
