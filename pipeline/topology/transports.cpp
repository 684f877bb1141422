#include <algorithm>
#include <string>

#include "topology/draft.h"

namespace weir::topology {

namespace {

bool leaves_its_process(const Plan& plan, const LinkPlan& link) {
  const ReplicaRange receivers = replicas_of(plan, link.to);
  const std::size_t process = plan.replicas[receivers.first].process;
  const auto is_elsewhere = [&](std::size_t stage) {
    const ReplicaRange range = replicas_of(plan, stage);
    const auto first = plan.replicas.begin() + static_cast<std::ptrdiff_t>(range.first);
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(range.count),
                       [process](const ReplicaPlan& replica) { return replica.process != process; });
  };
  return is_elsewhere(link.to) || std::ranges::any_of(link.from, is_elsewhere);
}

}  // namespace

void resolve_transports(Plan& plan) {
  for (LinkPlan& link : plan.links) {
    const std::string path = std::string(to_string(link.kind)) + "s." + link.name + ".transport";
    ResolvedValue& shown = *std::ranges::find(plan.values, path, &ResolvedValue::path);
    if (!leaves_its_process(plan, link)) {
      if (link.transport == LinkTransport::kZeroMq) shown.origin = "all ends are in one process";
      link.transport = LinkTransport::kHandedOver;
    } else if (link.transport == LinkTransport::kAuto) {
      link.transport = LinkTransport::kSharedMemory;
    }
    shown.value = to_string(link.transport);
  }
}

}  // namespace weir::topology
