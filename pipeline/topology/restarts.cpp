#include <algorithm>
#include <string>

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

bool have_links_for_it(const Plan& plan, std::size_t stage) {
  return std::ranges::all_of(plan.links, [&](const LinkPlan& link) {
    if (link.to == stage && !brings_again(link)) return false;
    return std::ranges::find(link.from, stage) == link.from.end() || takes_again(plan, link);
  });
}

bool can_restart_stage(const Plan& plan, std::size_t stage) {
  return plan.stages[stage].restart.policy != RestartPolicy::kNever && have_links_for_it(plan, stage);
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

std::string resume_problem(const Plan& plan) {
  if (plan.delivery == Delivery::kAtMostOnce) return "'delivery: at_most_once' keeps nothing";
  for (std::size_t replica = 0; replica < plan.replicas.size(); ++replica) {
    const StagePlan& stage = plan.stages[plan.replicas[replica].stage];
    const std::string name = "'" + stage.name + "' ";
    if (!have_links_for_it(plan, plan.replicas[replica].stage)) return name + "hangs on links that can't go on";
    if (lives_on(plan, replica)) continue;
    if (runs_in_one_process(plan)) {
      return "threads keep something only under 'delivery: effectively_once'; processes do under 'at_least_once' too";
    }
    return name + "must not be started again: its 'restart' is 'never'";
  }
  return {};
}

}  // namespace weir::topology
