#include <algorithm>

#include "topology/plan.h"

// Which processes can be started anew when they die.
namespace weir::topology {

namespace {

/// What a link asks of its receivers that go and come back: an ordered one would have to know where it had been.
bool brings_again(const LinkPlan& link) { return !link.ordered; }

/// What a link must be for its senders to go and come back. A sender that drops, or chooses between receivers, would
/// have to know how it had decided the first time.
bool takes_again(const Plan& plan, const LinkPlan& link) {
  return link.on_full == OnFull::kBlock && plan.stages[link.to].replicas == 1;
}

bool can_restart_stage(const Plan& plan, std::size_t stage) {
  if (plan.stages[stage].restart.policy == RestartPolicy::kNever) return false;
  return std::ranges::all_of(plan.links, [&](const LinkPlan& link) {
    if (link.to == stage && !brings_again(link)) return false;
    return std::ranges::find(link.from, stage) == link.from.end() || takes_again(plan, link);
  });
}

}  // namespace

bool lives_on(const Plan& plan, std::size_t replica) {
  return plan.delivery == Delivery::kEffectivelyOnce || can_restart(plan, plan.replicas[replica].process);
}

bool can_restart(const Plan& plan, std::size_t process) {
  return process > 0 && plan.delivery != Delivery::kAtMostOnce &&
         std::ranges::all_of(plan.processes[process].replicas, [&](std::size_t replica) {
           return can_restart_stage(plan, plan.replicas[replica].stage);
         });
}

}  // namespace weir::topology
