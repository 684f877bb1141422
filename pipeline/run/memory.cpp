#include "run/memory.h"

#include <fstream>
#include <string>

namespace weir::run {

std::uint64_t peak_memory() {
  constexpr std::uint64_t kKiB = 1024;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::uint64_t kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib * kKiB;
  }
  return 0;
}

}  // namespace weir::run
