#include <algorithm>
#include <string>

#include "topology/plan.h"

// Which processes can be started anew when they die.
namespace weir::topology {

namespace {

/// Whether a link may lead to a stage that goes and comes back. How far an ordered one has got is kept with what the
/// stage keeps; a transformer that keeps nothing does not know which of its answers have arrived, so not where to go
/// on.
bool brings_again(const Plan& plan, const LinkPlan& link) {
  const StagePlan& to = plan.stages[link.to];
  if (plan.delivery == Delivery::kAtMostOnce) return !link.ordered;  // whose receiver would wait for what is lost
  return !link.ordered || to.role == Role::kConsumer || to.spec->saves;
}

/// Whether a link may lead from one. A sender that drops would have to know how it had decided the first time, if it is
/// to send the same again.
bool takes_again(const Plan& plan, const LinkPlan& link) {
  return plan.delivery == Delivery::kAtMostOnce ? !link.ordered : link.on_full == OnFull::kBlock;
}

bool have_links_for_it(const Plan& plan, std::size_t stage) {
  return std::ranges::all_of(plan.links, [&](const LinkPlan& link) {
    if (link.to == stage && !brings_again(plan, link)) return false;
    return std::ranges::find(link.from, stage) == link.from.end() || takes_again(plan, link);
  });
}

bool can_restart_stage(const Plan& plan, std::size_t stage) {
  return plan.stages[stage].restart.policy != RestartPolicy::kNever && have_links_for_it(plan, stage);
}

}  // namespace

bool lives_on(const Plan& plan, std::size_t replica) {
  const StagePlan& stage = plan.stages[plan.replicas[replica].stage];
  if (plan.delivery == Delivery::kEffectivelyOnce) return true;
  if (!can_restart(plan, plan.replicas[replica].process)) return false;
  // What a stage kept may be lost, but then what it was made of counts as lost.
  return plan.delivery == Delivery::kAtLeastOnce || (stage.role != Role::kProducer && stage.spec->saves);
}

bool can_restart(const Plan& plan, std::size_t process) {
  return process > 0 && std::ranges::all_of(plan.processes[process].replicas, [&](std::size_t replica) {
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
