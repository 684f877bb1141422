#pragma once

#include <cstdio>
#include <cstdlib>

namespace weir::fuzz {

/// Ends the program where a promise is broken, so that the fuzzer keeps the input and the replay fails.
inline void require(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace weir::fuzz
