#include "bench/baselines/chain.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "bench/baselines/latencies.h"
#include "bench/baselines/payload.h"
#include "link/uninterrupted.h"
#include "run/clock.h"
#include "run/pace.h"

namespace weir::bench {

namespace {

using link::uninterrupted;
using Bytes = std::span<const std::uint8_t>;

/// What comes behind the last message: a number that no message has, and when the first one was sent.
struct Farewell {
  std::uint64_t number = std::numeric_limits<std::uint64_t>::max();
  std::int64_t start_ns = 0;
};

Bytes bytes_of(const zmq::message_t& message) { return {message.data<std::uint8_t>(), message.size()}; }

bool is_farewell(const zmq::message_t& message) {
  return message.size() == sizeof(Farewell) && number_of(bytes_of(message)) == Farewell{}.number;
}

/// Messages that may wait at each end of a hop. Measured: fewer make the ends wait for each other, and more bytes than
/// caches hold slow down large messages between processes.
int most_waiting(const Terms& terms) {
  constexpr std::size_t kMost = 1000;
  constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
  return static_cast<int>(std::clamp<std::size_t>(kMostBytes / terms.payload_bytes, 2, kMost));
}

template <class Attach>
zmq::socket_t attached(zmq::context_t& context, zmq::socket_type type, const std::string& address, Attach attach) {
  try {
    zmq::socket_t socket(context, type);
    attach(socket);
    return socket;
  } catch (const zmq::error_t& error) {
    throw Unavailable("ZeroMQ can't use " + address + ": " + error.what());
  }
}

zmq::socket_t pushing(zmq::context_t& context, const std::string& address, const Terms& terms) {
  return attached(context, zmq::socket_type::push, address, [&](zmq::socket_t& socket) {
    constexpr int kReconnectMs = 1;
    socket.set(zmq::sockopt::sndhwm, most_waiting(terms));
    socket.set(zmq::sockopt::reconnect_ivl, kReconnectMs);  // the other end may not be there yet
    socket.set(zmq::sockopt::immediate, true);              // what is sent has a connection
    socket.connect(address);
  });
}

zmq::socket_t pulling(zmq::context_t& context, const std::string& address, const Terms& terms) {
  return attached(context, zmq::socket_type::pull, address, [&](zmq::socket_t& socket) {
    socket.set(zmq::sockopt::rcvhwm, most_waiting(terms));
    socket.bind(address);
  });
}

/// False where the socket has a patience and it is at its end.
bool send(zmq::socket_t& socket, zmq::message_t& message) {
  return uninterrupted([&] { return socket.send(message, zmq::send_flags::none); }).has_value();
}

/// The pushing end of a hop, and what it hears of the receiver: that all are connected, and that all has come. It has
/// to stay for the second: where a peer closes a Unix domain socket while the reader has as much as it may keep,
/// libzmq drops what is still in the kernel.
struct PushingEnd {
  PushingEnd(zmq::context_t& context, const Meeting& meeting, std::size_t hop, const Terms& terms)
      : push(pushing(context, meeting.hops[hop], terms)), answers(pulling(context, meeting.answers[hop], terms)) {}

  void await_answer() {
    zmq::message_t answer;
    uninterrupted([&] { return answers.recv(answer); });
  }

  zmq::socket_t push;
  zmq::socket_t answers;
};

void send_numbers(zmq::socket_t& push, const Terms& terms) {
  const Payload payload(terms);
  for (std::uint64_t number = 0; number < terms.messages; ++number) {
    zmq::message_t message(payload.size());
    payload.write(number, 0, message.data());
    send(push, message);
  }
}

void sleep_until(std::int64_t due_ns) {
  constexpr std::int64_t kSecondNs = 1'000'000'000;
  const timespec due{.tv_sec = due_ns / kSecondNs, .tv_nsec = due_ns % kSecondNs};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR) continue;
}

void send_paced(zmq::socket_t& push, const Terms& terms, std::int64_t start_ns) {
  run::Pace pace(*terms.rate);
  pace.begin(start_ns, 0);
  const Payload payload(terms);
  for (std::uint64_t number = 0; number < terms.messages; ++number) {
    zmq::message_t message(payload.size());
    const std::int64_t due = pace.due_ns(number);
    payload.write(number, due, message.data());
    sleep_until(due);
    send(push, message);
  }
}

/// The receiving end, which knows when it need not wait any longer.
class Receiver {
 public:
  Receiver(zmq::context_t& context, const Meeting& meeting, const Terms& terms, Crew& crew)
      : crew_(crew), check_(terms), pull_(pulling(context, meeting.hops.back(), terms)) {
    constexpr int kPatienceMs = 1000;
    pull_.set(zmq::sockopt::rcvtimeo, kPatienceMs);
    for (const std::string& address : meeting.answers) {
      answers_.push_back(pushing(context, address, terms));
      answers_.back().set(zmq::sockopt::linger, kPatienceMs);  // whoever is to hear it may be dead
      answers_.back().set(zmq::sockopt::sndtimeo, kPatienceMs);
    }
  }

  /// The sender last: once it hears, everybody else is connected.
  void answer() {
    for (std::size_t i = answers_.size(); i > 0; --i) {
      zmq::socket_t& socket = answers_[i - 1];
      zmq::message_t message;
      while (!send(socket, message) && !crew_.have_ended()) continue;
    }
  }

  /// The next message. Throws where none comes and nobody is left who might send one.
  Bytes next() {
    for (bool others_had_ended = false; !uninterrupted([this] { return pull_.recv(message_); });) {
      if (others_had_ended) throw BadDelivery("only " + check_.progress() + " messages came");
      others_had_ended = crew_.have_ended();
    }
    return bytes_of(message_);
  }

  void take_all() {
    while (!check_.is_complete()) take(next());
  }

  void take_all(Latencies& latencies) {
    while (!check_.is_complete()) {
      const Bytes message = next();
      const std::int64_t now = run::now_ns();
      take(message);
      latencies.add(now - due_of(message));
    }
  }

  /// When the first message was sent, which stands behind the last one.
  std::int64_t take_farewell() {
    next();
    if (!is_farewell(message_)) throw BadDelivery("more messages came than were sent, " + check_.progress());
    Farewell farewell;
    std::memcpy(&farewell, message_.data(), sizeof farewell);
    return farewell.start_ns;
  }

 private:
  void take(Bytes message) {
    if (is_farewell(message_)) throw BadDelivery("only " + check_.progress() + " messages came");
    check_.take(message);
  }

  Crew& crew_;
  Check check_;
  zmq::socket_t pull_;
  std::vector<zmq::socket_t> answers_;
  zmq::message_t message_;
};

}  // namespace

void send_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms,
              const std::function<void()>& when_connected) {
  PushingEnd end(context, meeting, 0, terms);
  zmq::message_t first;
  send(end.push, first);  // empty: comes through as soon as all are connected
  end.await_answer();
  when_connected();
  const Farewell farewell{.start_ns = run::now_ns()};
  if (terms.rate) {
    send_paced(end.push, terms, farewell.start_ns);
  } else {
    send_numbers(end.push, terms);
  }
  zmq::message_t last(&farewell, sizeof farewell);
  send(end.push, last);
  end.await_answer();
}

void relay_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms) {
  zmq::socket_t pull = pulling(context, meeting.hops.front(), terms);
  PushingEnd end(context, meeting, 1, terms);
  zmq::message_t message;
  for (bool ends = false; !ends;) {
    uninterrupted([&] { return pull.recv(message); });
    ends = is_farewell(message);
    send(end.push, message);
  }
  end.await_answer();
  end.await_answer();
}

Measured receive_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms, Crew& crew) {
  Receiver receiver(context, meeting, terms, crew);
  Latencies latencies(terms.rate ? terms.messages : 0);
  receiver.next();
  receiver.answer();
  if (terms.rate) {
    receiver.take_all(latencies);
  } else {
    receiver.take_all();
  }
  const std::int64_t end_ns = run::now_ns();
  const std::int64_t start_ns = receiver.take_farewell();
  receiver.answer();
  Measured measured{.took = std::chrono::nanoseconds(end_ns - start_ns), .messages = terms.messages};
  if (terms.rate) measured.latency_us = latencies.percentiles();
  return measured;
}

}  // namespace weir::bench
