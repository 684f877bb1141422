#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/series.h"
#include "bench/subject.h"

namespace weir::bench {

/// A baseline that was left out.
struct Skipped {
  std::string system;
  std::string why;
};

struct Session {
  std::vector<Series> series;  ///< in the order of the cases
  std::vector<Skipped> skipped;
};

/// What is being run, for whoever waits: "round 2 of 5, 13 of 36: weir threads queue, 1,000,000 messages".
using Tell = std::function<void(const std::string& what)>;

/// Runs each case once to warm up, and then in rounds: each case once a round, in an order that is shuffled anew, so
/// that nothing that comes and goes on the machine meets the same case each time. A baseline that is absent is left
/// out. Throws what a case throws.
Session measure(const std::vector<Case>& cases, std::uint32_t rounds, std::uint32_t seed, const Tell& tell);

}  // namespace weir::bench
