#pragma once

#include <cstdlib>
#include <iostream>
#include <string>

namespace weir {

/// Whether `./dev faults` runs the test, which then may take its time.
inline bool is_long_form() { return std::getenv("WEIR_FAULT_ROUNDS") != nullptr; }

/// How often a test kills at the moments of another seed: once, or as often as `./dev faults` asks for.
inline int fault_rounds() { return is_long_form() ? std::stoi(std::getenv("WEIR_FAULT_ROUNDS")) : 1; }

/// `./dev faults` adds these lines up.
inline void say_kills(int kills, int round) { std::cout << "kills: " << kills << " in round " << round << '\n'; }

}  // namespace weir
