#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::link {

/// A set of numbers that are added mostly in order: kept as runs, so that a stream without gaps takes one.
/// It forgets the lowest numbers rather than keep more than `kMostRuns` runs: where others see the numbers between,
/// the gaps never close.
class SequenceSet {
 public:
  /// Adds the number; false when it is there already.
  bool add(std::uint64_t number);

  /// Adds first, first + 1, …, `count` of them, whether or not some are there.
  void cover(std::uint64_t first, std::uint64_t count);

  bool contains(std::uint64_t number) const;

  static constexpr std::size_t kMostRuns = 8192;

 private:
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };
  std::vector<Run> runs_;  ///< ascending, never touching
};

}  // namespace weir::link
