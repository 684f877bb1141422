#pragma once

#include <zmq.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "link/endpoint.h"

namespace weir::link {

/// The ZeroMQ context of a process: one, made after the process began, never inherited. Any thread.
class Context {
 public:
  /// `io_threads`: 0 where nothing leaves the process.
  explicit Context(int io_threads);

  zmq::context_t& handle() { return context_; }

  /// What one thread wrote into a control frame and another reads: handed on before it is sent, taken over when it has
  /// come. libzmq's own synchronisation does the same, but a race detector can't see through it.
  void hand_on() { baton_.fetch_add(1, std::memory_order_release); }
  void take_over() const { static_cast<void>(baton_.load(std::memory_order_acquire)); }

 private:
  zmq::context_t context_;
  std::atomic<std::uint64_t> baton_ = 0;
};

/// "4.3.4": the version of libzmq that runs.
std::string zeromq_version();

/// A peer's name on a ROUTER socket; empty on a socket pair.
using Route = std::string;

/// The sending end's socket: binds, sends batches, hears control frames. One thread. The context must outlive it.
class SendingSocket {
 public:
  SendingSocket(Context& context, Wiring wiring, const Endpoint& endpoint);

  struct Heard {
    Route route;
    zmq::message_t frame;
  };
  /// The next control frame, if there is one; an empty one in place of a message of several parts, which is no frame.
  std::optional<Heard> receive();

  /// False when the peer is gone.
  bool send(const Route& route, zmq::message_t frame);

  int descriptor() const { return descriptor_; }

 private:
  Context& context_;
  zmq::socket_t socket_;
  bool routes_;
  int descriptor_;
};

/// The receiving end's socket: connects to one sending replica, before or after that binds. One thread. The
/// context must outlive it.
class ReceivingSocket {
 public:
  ReceivingSocket(Context& context, Wiring wiring, const Endpoint& endpoint);

  /// The next frame, if there is one; an empty one in place of a message of several parts, which is no frame.
  bool receive(zmq::message_t& frame);
  void send(zmq::message_t frame);

  /// What was sent last may still be on its way for so long after the socket is closed.
  void linger(int milliseconds);

  int descriptor() const { return descriptor_; }

 private:
  Context& context_;
  zmq::socket_t socket_;
  int descriptor_;
};

}  // namespace weir::link
