#include "consumers/consumers.h"

namespace weir::consumers {

std::vector<StageSpec> all() {
  return {count(),    sum(),        element_sum(),  fit_summary(), checksum(), collect(), console(),
          csv_file(), jsonl_file(), page_summary(), stopwatch(),   total(),    report()};
}

}  // namespace weir::consumers
