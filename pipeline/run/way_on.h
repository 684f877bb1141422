#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "run/report_builder.h"
#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// Whether a run that broke off, and whose plan can be taken up, would go on as if nothing had been.
struct WayOn {
  enum class Kind {
    kWhole,     ///< nothing is lost
    kWithLoss,  ///< what somebody can't make again counts as lost
    kBarred,    ///< not before something is back in its place
    kNone,
  };
  Kind kind = Kind::kWhole;
  std::string why;  ///< as it is not whole: half a sentence for the user
};

/// What becomes of a run in `place` that broke off, in a sentence for the user.
std::string words_on(const WayOn& way, const std::filesystem::path& place);

/// Looked at while nothing of the run lives. `began_s`: when the run began, since 1970-01-01T00:00:00Z.
WayOn way_on(const topology::Plan& plan, const RunDirectory& directory, Pages& pages, std::int64_t began_s);

}  // namespace weir::run
