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
  return plan.delivery == Delivery::kAtMostOnce || link.on_full == OnFull::kBlock;
}

/// What dies with a stage under at_most_once is lost, and the receiver of an ordered link behind it would wait for
/// that.
bool leads_to_order(const Plan& plan, std::size_t stage) {
  return std::ranges::any_of(plan.links, [&](const LinkPlan& link) {
    const bool leads_there = std::ranges::find(link.from, stage) != link.from.end();
    return leads_there && (link.ordered || leads_to_order(plan, link.to));
  });
}

/// Empty: the links around a stage can go on when it does.
std::string links_problem(const Plan& plan, std::size_t stage) {
  for (const LinkPlan& link : plan.links) {
    const bool is_sender = std::ranges::find(link.from, stage) != link.from.end();
    if ((link.to == stage && !brings_again(plan, link)) || (is_sender && !takes_again(plan, link))) {
      return "link '" + link.name + "' can't go on";
    }
  }
  if (plan.delivery != Delivery::kAtMostOnce || !leads_to_order(plan, stage)) return {};
  return "a link behind it is ordered, and 'delivery: at_most_once' sends nothing again";
}

std::string stage_problem(const Plan& plan, std::size_t stage) {
  if (plan.stages[stage].restart.policy == RestartPolicy::kNever) return "its 'restart' is 'never'";
  return links_problem(plan, stage);
}

}  // namespace

bool lives_on(const Plan& plan, std::size_t replica) {
  const StagePlan& stage = plan.stages[plan.replicas[replica].stage];
  if (plan.delivery == Delivery::kEffectivelyOnce) return true;
  if (!can_restart(plan, plan.replicas[replica].process)) return false;
  // What a stage kept may be lost, but then what it was made of counts as lost.
  return plan.delivery == Delivery::kAtLeastOnce || (stage.role != Role::kProducer && stage.spec->saves);
}

std::string restart_problem(const Plan& plan, std::size_t process) {
  if (process == 0) return "it is the launcher's";
  for (const std::size_t replica : plan.processes[process].replicas) {
    if (std::string problem = stage_problem(plan, plan.replicas[replica].stage); !problem.empty()) return problem;
  }
  return {};
}

bool can_restart(const Plan& plan, std::size_t process) { return restart_problem(plan, process).empty(); }

std::string resume_problem(const Plan& plan) {
  if (plan.delivery == Delivery::kAtMostOnce) return "'delivery: at_most_once' keeps nothing";
  for (std::size_t replica = 0; replica < plan.replicas.size(); ++replica) {
    const StagePlan& stage = plan.stages[plan.replicas[replica].stage];
    const std::string name = "'" + stage.name + "' ";
    if (const std::string problem = links_problem(plan, plan.replicas[replica].stage); !problem.empty()) {
      return std::string(name).append("can't live again: ").append(problem);
    }
    if (lives_on(plan, replica)) continue;
    if (runs_in_one_process(plan)) {
      return "threads keep something only under 'delivery: effectively_once'; processes do under 'at_least_once' too";
    }
    return name + "must not be started again: its 'restart' is 'never'";
  }
  return {};
}

}  // namespace weir::topology
