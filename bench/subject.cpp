#include "bench/subject.h"

namespace weir::bench {

std::string name_of(const Subject& subject, bool several) {
  if (!subject.is_weir()) return subject.system;
  std::string name = several ? subject.pipeline : subject.system;
  for (const std::string& word : {subject.topology, subject.link}) {
    if (!word.empty()) name += " " + word;
  }
  return name;
}

}  // namespace weir::bench
