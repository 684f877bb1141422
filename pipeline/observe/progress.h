#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace weir::observe {

/// The stage that the others wait for.
struct LimitingStage {
  std::string name;
  double busy = 0;  ///< share of its time, 0 to 1
};

/// How far a run is.
struct Progress {
  double elapsed_s = 0;
  std::uint64_t records = 0;       ///< made by its producers so far
  double records_per_s = 0;        ///< of late
  std::optional<double> share{};   ///< done, 0 to 1, where the whole is known
  std::optional<double> left_s{};  ///< until the end, where that can be told
  std::optional<LimitingStage> limiting{};
};

/// One line of at most `width` columns, without a line end, for a terminal that is drawn anew:
/// "1,234,567 records  12.3 M/s  41 %  0:03 left  limited by count (busy 99 %)". What does not fit is left out, from
/// the right. Where the end can't be told the time since the start stands in its place: "0:12 so far".
std::string progress_line(const Progress& progress, std::size_t width);

}  // namespace weir::observe
