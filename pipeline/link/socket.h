#pragma once

#include <poll.h>
#include <zmq.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "link/bell.h"
#include "link/endpoint.h"

namespace weir::link {

/// The ZeroMQ context of a process: one, made after the process began, never inherited. Any thread.
class Context {
 public:
  /// `io_threads`: 0 where nothing leaves the process.
  explicit Context(int io_threads);

  zmq::context_t& handle() { return context_; }

  /// The bells of an endpoint inside the process, of its sending end and of one receiving replica; null where others
  /// are behind it. They live as long as the context.
  Bell* sender_bell(const Endpoint& endpoint);
  Bell* receiver_bell(const Endpoint& endpoint, std::uint32_t replica);

 private:
  Bell* bell(const Endpoint& endpoint, const std::string& whose);

  zmq::context_t context_;
  std::mutex mutex_;
  std::map<std::string, Bell> bells_;
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

  /// False when the peer is gone. `bell`: of the peer.
  bool send(const Route& route, zmq::message_t frame, Bell* bell);

  /// Whether it is worth asking `receive`, as far as one can know without asking.
  bool may_have_come() const { return listener_.may_have_come(); }

  /// Adds what tells of all that comes from now on, once `receive` has said that there is nothing. False where
  /// something is there already.
  bool watch(std::vector<pollfd>& descriptors);

 private:
  zmq::socket_t socket_;
  bool routes_;
  Listener listener_;
  int descriptor_;
};

/// The receiving end's socket: connects to one sending replica, before or after that binds. One thread. The
/// context must outlive it.
class ReceivingSocket {
 public:
  /// `replica`: the receiver's number in the plan.
  ReceivingSocket(Context& context, Wiring wiring, const Endpoint& endpoint, std::uint32_t replica);

  /// The next frame, if there is one; an empty one in place of a message of several parts, which is no frame.
  bool receive(zmq::message_t& frame);
  void send(zmq::message_t frame);

  /// As those of `SendingSocket`.
  bool may_have_come() const { return listener_.may_have_come(); }
  bool watch(std::vector<pollfd>& descriptors);

  /// What was sent last may still be on its way for so long after the socket is closed.
  void linger(int milliseconds);

 private:
  zmq::socket_t socket_;
  Bell* senders_bell_;
  Listener listener_;
  int descriptor_;
};

}  // namespace weir::link
