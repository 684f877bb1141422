#include "bench/subject.h"

namespace weir::bench {

std::string name_of(const Subject& subject, bool several) {
  std::string name = several && !subject.pipeline.empty() ? subject.pipeline : subject.system;
  if (several && !subject.pipeline.empty() && !subject.is_weir()) name += " " + subject.system;
  for (const std::string& word : {subject.topology, subject.link}) {
    if (!word.empty()) name += " " + word;
  }
  return name;
}

}  // namespace weir::bench
