#pragma once

#include <string>

#include "bench/program.h"
#include "bench/subject.h"

namespace weir::bench {

/// The baseline `subject.system` as a case. `program` must outlive it.
Case baseline_case(Program& program, Subject subject);

/// What one line of `weir baseline` says. Throws NotMeasured where it is anything else.
Sample sample_of_baseline(const Ended& ended, const Subject& subject);

}  // namespace weir::bench
