#include "link/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace weir::link {

std::uint64_t checksum(std::span<const std::byte> bytes) {
  const std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
  return hash == 0 ? 1 : hash;
}

}  // namespace weir::link
