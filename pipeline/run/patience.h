#pragma once

#include <algorithm>
#include <cstdint>

namespace weir::run {

/// Whether it is worth looking around for a moment before falling asleep. After a look in vain so many waits do
/// without: 1, 2, 4, … So who is busy does not sleep, and who is quiet does not hold up those who could go on.
class Patience {
 public:
  /// Asked once a wait.
  bool is_left() {
    if (waits_without_ == 0) return true;
    --waits_without_;
    return false;
  }

  /// What a look came to.
  void note_look(bool found) {
    constexpr std::uint32_t kMostWithout = 64;
    in_vain_ = found ? 0 : std::clamp(2 * in_vain_, 1U, kMostWithout);
    waits_without_ = in_vain_;
  }

 private:
  std::uint32_t in_vain_ = 0;
  std::uint32_t waits_without_ = 0;
};

}  // namespace weir::run
