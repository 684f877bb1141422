#include "bench/baselines/libzmq.h"

#include <functional>

#include "bench/baselines/chain.h"
#include "bench/baselines/crew.h"
#include "bench/baselines/meeting.h"

namespace weir::bench {

namespace {

/// At a rate as many as the demo of that size.
std::size_t hops_on(const Terms& terms) { return terms.rate && terms.payload_bytes == kNumberBytes ? 2 : 1; }

/// `meeting` and `terms` must outlive the crew.
Measured run_chain(Crew& crew, const Meeting& meeting, const Terms& terms,
                   const std::function<void()>& when_connected) {
  crew.start([&, when_connected](zmq::context_t& context) { send_all(context, meeting, terms, when_connected); });
  if (meeting.hops.size() > 1) {
    crew.start([&](zmq::context_t& context) { relay_all(context, meeting, terms); });
  }
  const Measured measured = receive_all(crew.context(), meeting, terms, crew);
  crew.wait();
  return measured;
}

}  // namespace

Measured libzmq_inproc(const Terms& terms) {
  const Meeting meeting = meet_inproc(hops_on(terms));
  ThreadCrew crew;
  return run_chain(crew, meeting, terms, [] {});
}

Measured libzmq_ipc(const Terms& terms) {
  const IpcMeeting place(hops_on(terms));
  ProcessCrew crew;
  return run_chain(crew, place.meeting(), terms, [&place] { place.remove_files(); });
}

Measured libzmq_tcp(const Terms& terms) {
  const TcpMeeting place(hops_on(terms));
  ProcessCrew crew;
  return run_chain(crew, place.meeting(), terms, [] {});
}

}  // namespace weir::bench
