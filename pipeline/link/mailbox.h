#pragma once

#include <zmq.hpp>

#include <map>
#include <string>

#include "link/ring.h"

namespace weir::link {

/// A receiver's name at its sender: on a ROUTER socket, or in a mailbox; empty on a socket pair.
using Route = std::string;

/// What is on its way between the ends of a link that one thread drives: there it needs no socket.
struct Mailbox {
  struct Letter {
    Route from;
    zmq::message_t frame;
  };
  Ring<Letter> to_sender;
  std::map<Route, Ring<zmq::message_t>> to_receivers;
};

}  // namespace weir::link
