#pragma once

#include "topology/plan.h"

namespace weir::run {

/// Makes do with what address space this process may have, where that is limited (`ulimit -v`), and lets whoever finds
/// no memory say that it is: where nothing can catch that, the process ends with it and leaves its run to `weir clean`.
/// To be called before there is a second thread.
void make_do_with_address_space();

/// Throws std::runtime_error where a process of the plan would have too little address space to start. To be called
/// before the first socket: ZeroMQ aborts where it can't have its own threads.
void check_address_space(const topology::Plan& plan);

}  // namespace weir::run
