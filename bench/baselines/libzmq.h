#pragma once

#include "bench/baselines/baseline.h"

namespace weir::bench {

Measured libzmq_inproc(const Terms& terms);
Measured libzmq_ipc(const Terms& terms);
Measured libzmq_tcp(const Terms& terms);

}  // namespace weir::bench
