#include "transformers/transformers.h"

namespace weir::transformers {

std::vector<StageSpec> all() {
  return {identity(),       busy(),       delay(),         square(),     scale(), threshold(),
          moving_average(), word_count(), string_length(), fibonacci(),  trig(),  matrix_invert(),
          gaussian_fit(),   http_get(),   increment(),     square_into()};
}

}  // namespace weir::transformers
