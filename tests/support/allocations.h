#pragma once

#include <cstdint>

namespace weir {

/// How often this program has called operator new: all of weir, protobuf and the standard library do. libzmq allocates
/// by malloc for itself, and is not counted. A program that asks this can't be built with a sanitizer, which has an
/// operator new of its own.
std::uint64_t allocations();

}  // namespace weir
