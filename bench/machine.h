#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "observe/report.h"

namespace weir::bench {

/// How much of the machine's processors others use, from its making on: the kernel's count of busy time without that of
/// this process and its children that have ended.
class OthersLoad {
 public:
  OthersLoad();

  /// The share of all processors' time, from 0 to 1; nothing where the kernel does not tell.
  std::optional<double> share() const;

 private:
  struct Times {
    double busy_s = 0;
    double all_s = 0;
    double own_s = 0;
  };
  static std::optional<Times> times();

  std::optional<Times> began_;
};

/// "the machine is busy with something else: …", where the share is so large that figures can't be trusted.
std::optional<std::string> busy_warning(std::optional<double> share, const std::string& when);

/// What of the build makes its figures worthless: it is not optimised, or has sanitizers.
std::optional<std::string> build_warning(const observe::Provenance& provenance);

}  // namespace weir::bench
