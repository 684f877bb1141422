#include "run/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <system_error>

#include "run/wiring.h"

namespace weir::run {

namespace {

constexpr std::size_t kOfContext = 5;   // ZeroMQ: an event for each of three threads, and two of them poll
constexpr std::size_t kOfProcess = 12;  // lock, log, signals, events, a page, a report, folders while they are removed
constexpr std::size_t kOfReplica = 4;   // its waker, what its stage opens, and shared memory while it is mapped

bool is_serialised(const link::Endpoint& endpoint) { return endpoint.transport == link::Transport::kSerialise; }

bool has_blocks(const link::Receiver& receiver) { return !receiver.endpoint.blocks.empty(); }

/// Every socket has an event; one between processes also listens, and has a connection for each at its other end. A
/// sender keeps the file of its shared memory open.
std::size_t needed_by(const ReplicaWiring& wiring) {
  std::size_t needed = kOfReplica;
  for (const InletWiring& inlet : wiring.inlets) {
    for (const link::Sender& sender : inlet.senders) needed += is_serialised(sender.endpoint) ? 2 : 1;
  }
  for (const OutletWiring& outlet : wiring.outlets) {
    if (std::ranges::any_of(outlet.receivers, has_blocks)) ++needed;
    std::set<std::string> bound;
    for (const link::Receiver& receiver : outlet.receivers) {
      const bool serialised = is_serialised(receiver.endpoint);
      if (bound.insert(receiver.endpoint.address).second) needed += serialised ? 2 : 1;
      if (serialised) ++needed;
    }
  }
  return needed;
}

std::size_t open_now() {
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

}  // namespace

void make_room_for_descriptors(const topology::Plan& plan, std::size_t process) {
  std::size_t needed = open_now() + kOfContext + kOfProcess;
  const std::vector<ReplicaWiring> wiring = wire(plan, {});
  for (const std::size_t replica : plan.processes[process].replicas) needed += needed_by(wiring[replica]);

  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (needed <= limit.rlim_cur) return;
  limit.rlim_cur = std::min<rlim_t>(needed, limit.rlim_max);
  if (needed <= limit.rlim_max && setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
  throw std::system_error(EMFILE, std::generic_category(),
                          "'" + plan.processes[process].name + "' needs " + std::to_string(needed) +
                              " file descriptors and may have " + std::to_string(limit.rlim_max) + " (ulimit -n)");
}

}  // namespace weir::run
