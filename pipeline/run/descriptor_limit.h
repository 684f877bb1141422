#pragma once

#include <cstddef>

#include "topology/plan.h"

namespace weir::run {

/// Sees to it that this process may open what its part of the plan needs, and raises its limit where it may. To be
/// called before the first socket: ZeroMQ aborts where it has no descriptor for its own threads, and tries for ever
/// where it has none for a connection. Throws std::system_error where there is not enough room.
void make_room_for_descriptors(const topology::Plan& plan, std::size_t process);

}  // namespace weir::run
