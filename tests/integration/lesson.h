#pragma once

#include <string>
#include <vector>

#include "support/program_test.h"

namespace weir {

/// Runs the pipelines of configs/lessons in one topology.
class Lesson : public EachTopology {
 protected:
  Lesson() {
    for (const char* name : {"MEMORY", "PAGES"}) environment_.erase(name);
  }

  /// With these settings, `KEY=VALUE`; to its good end.
  EndedRun learn_in(const std::string& topology, const std::string& lesson,
                    const std::vector<std::string>& settings = {}) const {
    std::vector<std::string> arguments{"configs/lessons/" + lesson + ".yaml", "--topology", topology};
    for (const std::string& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
    EndedRun run = this->run(std::move(arguments));
    expect_good_end(run);
    return run;
  }
  EndedRun learn(const std::string& lesson, const std::vector<std::string>& settings = {}) const {
    return learn_in(GetParam(), lesson, settings);
  }
};

/// By all replicas of the stage.
inline std::int64_t rejected_by(const std::string& stage, const Json& report) {
  std::int64_t rejected = 0;
  for (const Json& replica : report["stages"]) {
    if (replica["name"] == stage) rejected += replica["rejected"].get<std::int64_t>();
  }
  return rejected;
}

inline std::vector<std::int64_t> numbers_in(const Json& report, const std::string& stage) {
  return results_of(report, stage)["items"].get<std::vector<std::int64_t>>();
}

}  // namespace weir
