#pragma once

#include <string>
#include <vector>

#include "observe/page.h"
#include "observe/report.h"
#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// The pages of all replicas of a run, in the order of `Plan::replicas`.
using Pages = std::vector<observe::Page>;

/// Makes the files of all pages of a new run.
Pages create_pages(const topology::Plan& plan, const RunDirectory& directory);

/// Those of a run that is taken up. Throws std::system_error or std::runtime_error where one is missing or broken.
Pages open_pages(const topology::Plan& plan, const RunDirectory& directory);

/// What the pages tell of a run. `over`: nothing runs any more, so what is not accounted for is lost.
/// Leaves `outcome`, `cpu_s` and `max_rss_bytes` to the caller.
observe::Report build_report(const topology::Plan& plan, const Pages& pages, const RunDirectory& directory, bool over);

}  // namespace weir::run
