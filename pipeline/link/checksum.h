#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace weir::link {

/// XXH3 of the bytes, 64 bits, seed 0; 1 where that is 0. Tells what was torn or garbled, not what was forged.
std::uint64_t checksum(std::span<const std::byte> bytes);

}  // namespace weir::link
