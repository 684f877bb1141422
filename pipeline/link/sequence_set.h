#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::link {

/// A set of numbers that are added mostly in order: kept as runs, so that a stream without gaps takes one.
/// Where others see the numbers between, the gaps never close: so it forgets all but the highest, and keeps at least
/// `kRemembered` of those that were added.
class SequenceSet {
 public:
  /// Adds the number; false when it is there already.
  bool add(std::uint64_t number);

  /// Adds first, first + 1, …, `count` of them, whether or not some are there.
  void cover(std::uint64_t first, std::uint64_t count);

  bool contains(std::uint64_t number) const;

  static constexpr std::size_t kRemembered = 16'384;

 private:
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };
  std::vector<Run> runs_;  ///< ascending, never touching
};

}  // namespace weir::link
