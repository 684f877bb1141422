#pragma once

#include <stdexcept>

namespace weir::link {

/// A frame that is no well-formed part of the protocol. The text says what is wrong with it.
class BadFrame : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace weir::link
