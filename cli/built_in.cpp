#include <weir/catalog.h>

#include "consumers/consumers.h"
#include "producers/producers.h"
#include "transformers/transformers.h"

namespace weir {

Catalog built_in_stages() {
  Catalog catalog;
  for (StageSpec& spec : producers::all()) catalog.add(std::move(spec));
  for (StageSpec& spec : transformers::all()) catalog.add(std::move(spec));
  for (StageSpec& spec : consumers::all()) catalog.add(std::move(spec));
  return catalog;
}

}  // namespace weir
