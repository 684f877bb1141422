#include "observe/report.h"

#include <weir/spec.h>

#include <algorithm>

namespace weir::observe {

std::int64_t LinkReport::surplus() const {
  return static_cast<std::int64_t>(delivered + dropped + rejected - accepted);
}

bool LinkReport::balances() const { return surplus() == 0 && in_flight == 0 && lost == 0; }

bool Report::balanced() const { return std::ranges::all_of(links, &LinkReport::balances); }

std::uint64_t Report::records() const {
  std::uint64_t sum = 0;
  for (const StageReport& stage : stages) sum += stage.role == to_string(Role::kProducer) ? stage.records_out : 0;
  return sum;
}

}  // namespace weir::observe
