#include "observe/progress.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "observe/figures.h"
#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

/// Rounded down: 100 % is said only when all is done.
std::string done_text(double share) { return percent_text(std::floor(std::clamp(share, 0.0, 1.0) * 100) / 100); }

}  // namespace

std::string progress_line(const Progress& progress, std::size_t width) {
  std::vector<std::string> parts;
  parts.push_back(grouped(progress.records) + (progress.records == 1 ? " record" : " records"));
  parts.push_back(compact(progress.records_per_s) + "/s");
  if (progress.share) parts.push_back(done_text(*progress.share));
  parts.push_back(progress.left_s ? clock_text(*progress.left_s) + " left"
                                  : clock_text(progress.elapsed_s) + " so far");
  if (progress.limiting) {
    const auto& [name, busy] = *progress.limiting;
    parts.push_back(fmt::format("limited by {} (busy {})", printable(name), percent_text(busy)));
  }

  std::string line = cut(parts.front(), width);
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    if (columns(line) + 2 + columns(*part) > width) break;
    line += "  " + *part;
  }
  return line;
}

}  // namespace weir::observe
