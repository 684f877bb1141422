#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chaos_pipelines.h"
#include "launcher_kills.h"

namespace weir {

/// What a run leaves, and leaves as well where something in it died.
struct Left {
  Json said;                                ///< results of consumers and rejected records of all stages, by name
  std::string output;                       ///< what it wrote to OUT
  std::map<std::string, std::string> dead;  ///< what is in `dead/`, by file
};

/// Runs pipelines of chaos_pipelines.h.
class ChaosRun : public LauncherKills {
 protected:
  ChaosRun();

  /// What it makes in a test: enough to be in the midst of it when something dies.
  static std::int64_t records_of(const Victim& victim) { return a_fifth_if_sanitized(victim.records); }

  std::vector<std::string> arguments(const Victim& victim, const std::string& topology) const;

  /// What is left where nothing dies but of poison.
  Left undisturbed(const Victim& victim) const;

  /// Takes it away, for the next run.
  Left take_left(const EndedRun& run) const;

  static void expect_same(const Left& left, const Left& undisturbed);
};

}  // namespace weir
