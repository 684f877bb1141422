#include "topology/plan.h"

#include <algorithm>

namespace weir::topology {

std::string_view to_string(Topology value) {
  switch (value) {
    case Topology::kThreads:
      return "threads";
    case Topology::kProcesses:
      return "processes";
    case Topology::kSerial:
      return "serial";
  }
  return {};
}

std::string_view to_string(LinkKind value) { return value == LinkKind::kQueue ? "queue" : "pipe"; }

std::string_view to_string(OnFull value) {
  switch (value) {
    case OnFull::kBlock:
      return "block";
    case OnFull::kDropNewest:
      return "drop_newest";
    case OnFull::kDropOldest:
      return "drop_oldest";
    case OnFull::kFail:
      return "fail";
  }
  return "";
}

std::string_view to_string(LinkTransport value) {
  switch (value) {
    case LinkTransport::kAuto:
      return "auto";
    case LinkTransport::kZeroMq:
      return "zeromq";
    case LinkTransport::kSharedMemory:
      return "shared_memory";
    case LinkTransport::kHandedOver:
      return "handed_over";
  }
  return "";
}

std::string_view to_string(OnPoison value) { return value == OnPoison::kSkip ? "skip" : "stop"; }

std::string_view to_string(OnError value) { return value == OnError::kSkip ? "skip" : "stop"; }

std::string_view to_string(Spool value) { return value == Spool::kDisk ? "disk" : "none"; }

std::string_view to_string(RestartPolicy value) { return value == RestartPolicy::kOnFailure ? "on_failure" : "never"; }

std::string_view to_string(Delivery value) {
  switch (value) {
    case Delivery::kAtMostOnce:
      return "at_most_once";
    case Delivery::kAtLeastOnce:
      return "at_least_once";
    case Delivery::kEffectivelyOnce:
      return "effectively_once";
  }
  return "";
}

std::string replica_name(const Plan& plan, std::size_t replica) {
  const ReplicaPlan& one = plan.replicas[replica];
  return plan.stages[one.stage].name + '[' + std::to_string(one.replica) + ']';
}

ReplicaRange replicas_of(const Plan& plan, std::size_t stage) {
  const auto first = std::ranges::lower_bound(plan.replicas, stage, {}, &ReplicaPlan::stage);
  return {static_cast<std::size_t>(first - plan.replicas.begin()), plan.stages[stage].replicas};
}

bool runs_in_one_process(const Plan& plan) {
  const auto elsewhere = [&plan](const ReplicaPlan& one) { return one.process != plan.replicas.front().process; };
  return std::ranges::none_of(plan.replicas, elsewhere);
}

}  // namespace weir::topology
