#include "producers/producers.h"

namespace weir::producers {

std::vector<StageSpec> all() {
  return {counter(),  sequence(),     constant(), strings(),       url_list(),      text_file(),
          csv_file(), host_metrics(), blobs(),    random_matrix(), noisy_gaussian()};
}

}  // namespace weir::producers
