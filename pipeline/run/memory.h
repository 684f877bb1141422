#pragma once

#include <cstdint>

namespace weir::run {

/// The most memory that this process had resident, in bytes: VmHWM, since `ru_maxrss` survives exec and so tells of
/// another program.
std::uint64_t peak_memory();

}  // namespace weir::run
