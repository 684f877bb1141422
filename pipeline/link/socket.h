#pragma once

#include <poll.h>
#include <zmq.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "link/bell.h"
#include "link/endpoint.h"
#include "link/mailbox.h"

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

  /// Of an endpoint whose ends one thread drives.
  Mailbox& mailbox(const Endpoint& endpoint) { return mailboxes_[endpoint.address]; }

 private:
  Bell* bell(const Endpoint& endpoint, const std::string& whose);

  zmq::context_t context_;
  std::mutex mutex_;
  std::map<std::string, Bell> bells_;
  std::map<std::string, Mailbox> mailboxes_;
};

/// "4.3.4": the version of libzmq that runs.
std::string zeromq_version();

/// The sending end's socket: sends batches, hears control frames. One thread. The context must outlive it.
class SendingSocket {
 public:
  SendingSocket() = default;
  SendingSocket(const SendingSocket&) = delete;
  SendingSocket& operator=(const SendingSocket&) = delete;
  virtual ~SendingSocket() = default;

  struct Heard {
    Route route;
    zmq::message_t frame;
  };
  /// The next control frame, if there is one; an empty one in place of a message of several parts, which is no frame.
  virtual std::optional<Heard> receive() = 0;

  /// False when the peer is gone. `bell`: of the peer.
  virtual bool send(const Route& route, zmq::message_t frame, Bell* bell) = 0;

  /// Whether it is worth asking `receive`, as far as one can know without asking.
  virtual bool may_have_come() const = 0;

  /// Adds what tells of all that comes from now on, once `receive` has said that there is nothing. False where
  /// something is there already.
  virtual bool watch(std::vector<pollfd>& descriptors) = 0;
};

/// The receiving end's socket: belongs to one sending replica, which may come later. One thread. The context must
/// outlive it.
class ReceivingSocket {
 public:
  ReceivingSocket() = default;
  ReceivingSocket(const ReceivingSocket&) = delete;
  ReceivingSocket& operator=(const ReceivingSocket&) = delete;
  virtual ~ReceivingSocket() = default;

  /// The next frame, if there is one; an empty one in place of a message of several parts, which is no frame.
  virtual bool receive(zmq::message_t& frame) = 0;
  virtual void send(zmq::message_t frame) = 0;

  /// As those of `SendingSocket`.
  virtual bool may_have_come() const = 0;
  virtual bool watch(std::vector<pollfd>& descriptors) = 0;

  /// What was sent last may still be on its way for so long after the socket is closed.
  virtual void linger(int milliseconds) = 0;
};

std::unique_ptr<SendingSocket> open_sending_socket(Context& context, Wiring wiring, const Endpoint& endpoint);
/// `replica`: the receiver's number in the plan.
std::unique_ptr<ReceivingSocket> open_receiving_socket(Context& context, Wiring wiring, const Endpoint& endpoint,
                                                       std::uint32_t replica);

}  // namespace weir::link
