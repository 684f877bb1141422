#pragma once

#include <zmq.hpp>

#include <functional>

#include "bench/baselines/baseline.h"
#include "bench/baselines/crew.h"
#include "bench/baselines/meeting.h"

// A chain of plain PUSH and PULL sockets: a sender, a relay between two hops, a receiver. Each role is for one thread.
namespace weir::bench {

/// Sends the messages of `terms` once all are connected, which it tells `when_connected` before it looks at the clock.
void send_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms,
              const std::function<void()>& when_connected);

/// Passes on what comes over the first hop to the second.
void relay_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms);

/// Takes the messages in and measures. `crew`: the others, of which it hears where no message comes. Throws
/// BadDelivery.
Measured receive_all(zmq::context_t& context, const Meeting& meeting, const Terms& terms, Crew& crew);

}  // namespace weir::bench
