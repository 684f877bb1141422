#include "link/socket.h"

#include "link/frame.h"
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

}  // namespace

Context::Context(int io_threads) : context_(io_threads) {
  constexpr int kMostSockets = 65'535;
  context_.set(zmq::ctxopt::blocky, 0);
  context_.set(zmq::ctxopt::max_sockets, kMostSockets);
}

std::string zeromq_version() {
  const auto [major, minor, patch] = zmq::version();
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

SendingSocket::SendingSocket(Context& context, Wiring wiring, const Endpoint& endpoint)
    : context_(context),
      socket_(open(context, sending_type(wiring, endpoint.transport))),
      routes_(!is_pair(wiring, endpoint.transport)),
      descriptor_(socket_.get(zmq::sockopt::fd)) {
  if (routes_) socket_.set(zmq::sockopt::router_mandatory, true);
  uninterrupted([&] { socket_.bind(endpoint.address); });
}

std::optional<SendingSocket::Heard> SendingSocket::receive() {
  Heard heard;
  if (routes_) {
    zmq::message_t route;
    if (!receive_part(socket_, route)) return std::nullopt;
    heard.route = route.to_string();
    if (!route.more()) return heard;
  }
  if (!receive_part(socket_, heard.frame)) return std::nullopt;
  context_.take_over();
  refuse_further_parts(socket_, heard.frame);
  return heard;
}

bool SendingSocket::send(const Route& route, zmq::message_t frame) {
  try {
    zmq::message_t name(route);
    if (routes_ && !send_part(socket_, name, zmq::send_flags::sndmore)) return false;
    return send_part(socket_, frame);
  } catch (const zmq::error_t& error) {
    if (error.num() == EHOSTUNREACH) return false;
    throw;
  }
}

ReceivingSocket::ReceivingSocket(Context& context, Wiring wiring, const Endpoint& endpoint)
    : context_(context),
      socket_(open(context, receiving_type(wiring, endpoint.transport))),
      descriptor_(socket_.get(zmq::sockopt::fd)) {
  constexpr int kReconnectMs = 1;  // ZeroMQ's own 100 ms would be most of a short run
  socket_.set(zmq::sockopt::reconnect_ivl, kReconnectMs);
  uninterrupted([&] { socket_.connect(endpoint.address); });
}

bool ReceivingSocket::receive(zmq::message_t& frame) {
  if (!receive_part(socket_, frame)) return false;
  refuse_further_parts(socket_, frame);
  return true;
}

void ReceivingSocket::send(zmq::message_t frame) {
  context_.hand_on();
  send_part(socket_, frame);
}

void ReceivingSocket::linger(int milliseconds) { socket_.set(zmq::sockopt::linger, milliseconds); }

}  // namespace weir::link
