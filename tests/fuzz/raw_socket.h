#pragma once

#include <zmq.hpp>

#include <cerrno>
#include <string_view>

namespace weir::fuzz {

/// A socket of somebody who is not weir. libFuzzer's own signals may come within a call of ZeroMQ, which has done
/// nothing then and is called again.
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

inline void say(zmq::socket_t& socket, std::string_view frame, zmq::send_flags flags = zmq::send_flags::none) {
  uninterrupted([&] { return socket.send(zmq::buffer(frame), flags | zmq::send_flags::dontwait); });
}

inline bool hear(zmq::socket_t& socket, zmq::message_t& frame) {
  return uninterrupted([&] { return socket.recv(frame, zmq::recv_flags::dontwait).has_value(); });
}

}  // namespace weir::fuzz
