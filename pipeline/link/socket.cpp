#include "link/socket.h"

#include "link/frame.h"
#include "link/mail_socket.h"
#include "link/uninterrupted.h"

namespace weir::link {

namespace {

constexpr int kUnlimited = 0;  // credit bounds what is on the way, not ZeroMQ's high-water mark

/// False where nothing is there.
bool receive_part(zmq::socket_t& socket, zmq::message_t& part) {
  return uninterrupted([&] { return socket.recv(part, zmq::recv_flags::dontwait).has_value(); });
}

bool send_part(zmq::socket_t& socket, zmq::message_t& part, zmq::send_flags flags = zmq::send_flags::none) {
  return uninterrupted([&] { return socket.send(part, flags | zmq::send_flags::dontwait).has_value(); });
}

zmq::socket_t open(Context& context, zmq::socket_type type) {
  zmq::socket_t socket(context.handle(), type);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::sndhwm, kUnlimited);
  socket.set(zmq::sockopt::rcvhwm, kUnlimited);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(kLargestFrame));
  return socket;
}

/// A pipe between processes has a ROUTER as well: PAIR does not reconnect, and DEALER deals to every stranger who
/// connects.
bool is_pair(Wiring wiring, Transport transport) {
  return wiring == Wiring::kPipe && transport == Transport::kHandOver;
}

zmq::socket_type sending_type(Wiring wiring, Transport transport) {
  return is_pair(wiring, transport) ? zmq::socket_type::pair : zmq::socket_type::router;
}

zmq::socket_type receiving_type(Wiring wiring, Transport transport) {
  return is_pair(wiring, transport) ? zmq::socket_type::pair : zmq::socket_type::dealer;
}

/// Empties the first frame of a message that has more of them, and reads the others away.
void refuse_further_parts(zmq::socket_t& socket, zmq::message_t& frame) {
  if (!frame.more()) return;
  frame.rebuild();
  zmq::message_t part;
  do {
    if (!receive_part(socket, part)) return;
  } while (part.more());
}

/// Where a bell spared the question, the socket does not know that it is waited for: asking it now makes it tell.
bool watch_socket(zmq::socket_t& socket, Listener& listener, int descriptor, std::vector<pollfd>& descriptors) {
  descriptors.push_back({descriptor, POLLIN, 0});
  if (!listener.has_bell() || (socket.get(zmq::sockopt::events) & ZMQ_POLLIN) == 0) return true;
  listener.note_seen();
  return false;
}

class SendingZmqSocket final : public SendingSocket {
 public:
  SendingZmqSocket(Context& context, Wiring wiring, const Endpoint& endpoint)
      : socket_(open(context, sending_type(wiring, endpoint.transport))),
        routes_(!is_pair(wiring, endpoint.transport)),
        listener_(context.sender_bell(endpoint)),
        descriptor_(socket_.get(zmq::sockopt::fd)) {
    if (routes_) socket_.set(zmq::sockopt::router_mandatory, true);
    uninterrupted([&] { socket_.bind(endpoint.address); });
  }

  std::optional<Heard> receive() override {
    if (!listener_.may_have_come()) return std::nullopt;
    Heard heard;
    if (routes_) {
      zmq::message_t route;
      if (!receive_part(socket_, route)) {
        listener_.note_asked(false);
        return std::nullopt;
      }
      heard.route = route.to_string();
      if (!route.more()) return heard;
    }
    const bool has_come = receive_part(socket_, heard.frame);
    listener_.note_asked(has_come);
    if (!has_come) return std::nullopt;
    refuse_further_parts(socket_, heard.frame);
    return heard;
  }

  bool send(const Route& route, zmq::message_t frame, Bell* bell) override {
    try {
      if (bell != nullptr) bell->hand_on();
      zmq::message_t name(route);
      if (routes_ && !send_part(socket_, name, zmq::send_flags::sndmore)) return false;
      if (!send_part(socket_, frame)) return false;
      if (bell != nullptr) bell->ring();
      return true;
    } catch (const zmq::error_t& error) {
      if (error.num() == EHOSTUNREACH) return false;
      throw;
    }
  }

  bool may_have_come() const override { return listener_.may_have_come(); }
  bool watch(std::vector<pollfd>& descriptors) override {
    return watch_socket(socket_, listener_, descriptor_, descriptors);
  }

 private:
  zmq::socket_t socket_;
  bool routes_;
  Listener listener_;
  int descriptor_;
};

class ReceivingZmqSocket final : public ReceivingSocket {
 public:
  ReceivingZmqSocket(Context& context, Wiring wiring, const Endpoint& endpoint, std::uint32_t replica)
      : socket_(open(context, receiving_type(wiring, endpoint.transport))),
        senders_bell_(context.sender_bell(endpoint)),
        listener_(context.receiver_bell(endpoint, replica)),
        descriptor_(socket_.get(zmq::sockopt::fd)) {
    constexpr int kReconnectMs = 1;  // ZeroMQ's own 100 ms would be most of a short run
    socket_.set(zmq::sockopt::reconnect_ivl, kReconnectMs);
    uninterrupted([&] { socket_.connect(endpoint.address); });
  }

  bool receive(zmq::message_t& frame) override {
    if (!listener_.may_have_come()) return false;
    const bool has_come = receive_part(socket_, frame);
    listener_.note_asked(has_come);
    if (!has_come) return false;
    refuse_further_parts(socket_, frame);
    return true;
  }

  void send(zmq::message_t frame) override {
    if (senders_bell_ != nullptr) senders_bell_->hand_on();
    if (send_part(socket_, frame) && senders_bell_ != nullptr) senders_bell_->ring();
  }

  bool may_have_come() const override { return listener_.may_have_come(); }
  bool watch(std::vector<pollfd>& descriptors) override {
    return watch_socket(socket_, listener_, descriptor_, descriptors);
  }

  void linger(int milliseconds) override { socket_.set(zmq::sockopt::linger, milliseconds); }

 private:
  zmq::socket_t socket_;
  Bell* senders_bell_;
  Listener listener_;
  int descriptor_;
};

}  // namespace

Context::Context(int io_threads) : context_(io_threads) {
  constexpr int kMostSockets = 65'535;
  context_.set(zmq::ctxopt::blocky, 0);
  context_.set(zmq::ctxopt::max_sockets, kMostSockets);
}

Bell* Context::sender_bell(const Endpoint& endpoint) { return bell(endpoint, "sender"); }

Bell* Context::receiver_bell(const Endpoint& endpoint, std::uint32_t replica) {
  return bell(endpoint, std::to_string(replica));
}

Bell* Context::bell(const Endpoint& endpoint, const std::string& whose) {
  if (endpoint.transport != Transport::kHandOver) return nullptr;
  const std::lock_guard lock(mutex_);
  return &bells_[endpoint.address + " " + whose];
}

std::string zeromq_version() {
  const auto [major, minor, patch] = zmq::version();
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::unique_ptr<SendingSocket> open_sending_socket(Context& context, Wiring wiring, const Endpoint& endpoint) {
  if (endpoint.transport != Transport::kOneThread) {
    return std::make_unique<SendingZmqSocket>(context, wiring, endpoint);
  }
  return std::make_unique<SendingMailSocket>(context.mailbox(endpoint));
}

std::unique_ptr<ReceivingSocket> open_receiving_socket(Context& context, Wiring wiring, const Endpoint& endpoint,
                                                       std::uint32_t replica) {
  if (endpoint.transport != Transport::kOneThread) {
    return std::make_unique<ReceivingZmqSocket>(context, wiring, endpoint, replica);
  }
  return std::make_unique<ReceivingMailSocket>(context.mailbox(endpoint), std::to_string(replica));
}

}  // namespace weir::link
