#pragma once

#include <stdexcept>

namespace weir::bench {

/// A run that can't be reported: it failed, or not every message arrived exactly once.
class NotMeasured : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a baseline needs is not on this machine.
class Absent : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A signal came that asks to end.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace weir::bench
