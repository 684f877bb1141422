#include "producers/producers.h"

namespace weir::producers {

std::vector<StageSpec> all() {
  return {counter(), text_file(), csv_file(), host_metrics(), blobs(), random_matrix(), noisy_gaussian()};
}

}  // namespace weir::producers
