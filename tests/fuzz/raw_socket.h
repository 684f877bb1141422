#pragma once

#include <zmq.hpp>

#include <string>
#include <string_view>

#include "link/uninterrupted.h"

namespace weir::fuzz {

// A socket of somebody who is not weir, through libFuzzer's own signals.

inline void bind(zmq::socket_t& socket, const std::string& address) {
  link::uninterrupted([&] { socket.bind(address); });
}

inline void connect(zmq::socket_t& socket, const std::string& address) {
  link::uninterrupted([&] { socket.connect(address); });
}

inline void say(zmq::socket_t& socket, std::string_view frame, zmq::send_flags flags = zmq::send_flags::none) {
  link::uninterrupted([&] { return socket.send(zmq::buffer(frame), flags | zmq::send_flags::dontwait); });
}

inline bool hear(zmq::socket_t& socket, zmq::message_t& frame) {
  return link::uninterrupted([&] { return socket.recv(frame, zmq::recv_flags::dontwait).has_value(); });
}

}  // namespace weir::fuzz
