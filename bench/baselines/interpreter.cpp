#include "bench/baselines/interpreter.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/baselines/baseline.h"

namespace weir::bench {

namespace {

constexpr const char* kInterpreter = "python3";

}  // namespace

std::filesystem::path find_interpreter() {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    std::filesystem::path file = std::filesystem::path(folder) / kInterpreter;
    if (!folder.empty() && access(file.c_str(), X_OK) == 0) return file;
  }
  throw Unavailable(std::string("no ") + kInterpreter + " is on the PATH");
}

}  // namespace weir::bench
