#pragma once

#include "bench/baselines/baseline.h"

// The lesson about readers and writers in Python; the script comes with the program.
namespace weir::bench {

Measured python_queue(const Terms& terms);
Measured python_pipe(const Terms& terms);
Measured python_thread_queue(const Terms& terms);

}  // namespace weir::bench
