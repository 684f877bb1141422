#include "cli/workplace.h"

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace weir::cli {

namespace fs = std::filesystem;

namespace {

/// As it was chosen, also where there is no such folder.
fs::path folder() {
  const char* const chosen = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return chosen == nullptr || *chosen == '\0' ? "/tmp" : fs::absolute(chosen);
}

}  // namespace

Workplace::Workplace(const std::string& verb) {
  std::string path = folder() / ("weir-" + verb + "-XXXXXX");
  if (mkdtemp(path.data()) == nullptr) {
    throw std::runtime_error(verb + ": no place for its runs in '" + folder().string() +
                             "': " + std::generic_category().message(errno) + "; TMPDIR chooses another");
  }
  path_ = path;
}

Workplace::~Workplace() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace weir::cli
