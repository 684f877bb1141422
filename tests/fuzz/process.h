#pragma once

#include <string>

#include "link/socket.h"

// What all inputs of a process share: making a context takes longer than most of them. One thread.
namespace weir::fuzz {

inline link::Context& shared_context() {
  static link::Context context(0);
  return context;
}

/// Where nobody of an earlier input may still be.
inline std::string new_address() {
  static int count = 0;
  return "inproc://" + std::to_string(++count);
}

}  // namespace weir::fuzz
