#pragma once

#include <cstdlib>
#include <iostream>
#include <string>

namespace weir {

/// How often a test kills at the moments of another seed: once, or as often as `./dev faults` asks for.
inline int fault_rounds() {
  const char* const rounds = std::getenv("WEIR_FAULT_ROUNDS");
  return rounds == nullptr ? 1 : std::stoi(rounds);
}

/// `./dev faults` adds these lines up.
inline void say_kills(int kills, int round) { std::cout << "kills: " << kills << " in round " << round << '\n'; }

}  // namespace weir
