#pragma once

#include <zmq.hpp>

#include <cerrno>

namespace weir::link {

/// Calls into ZeroMQ until no signal comes in between. A signal that the program handles may come at any time, and then
/// ZeroMQ has done nothing yet.
template <class Call>
auto uninterrupted(Call call) {
  for (;;) {
    try {
      return call();
    } catch (const zmq::error_t& error) {
      if (error.num() != EINTR) throw;
    }
  }
}

}  // namespace weir::link
