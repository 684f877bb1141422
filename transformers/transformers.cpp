#include "transformers/transformers.h"

namespace weir::transformers {

std::vector<StageSpec> all() {
  return {identity(),       busy(),       delay(),         square(), scale(),       threshold(),
          moving_average(), word_count(), matrix_invert(), trig(),   gaussian_fit()};
}

}  // namespace weir::transformers
