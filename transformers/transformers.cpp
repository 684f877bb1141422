#include "transformers/transformers.h"

namespace weir::transformers {

std::vector<StageSpec> all() {
  return {identity(),  busy(),           delay(),      square(),    scale(),
          threshold(), moving_average(), word_count(), increment(), square_into()};
}

}  // namespace weir::transformers
