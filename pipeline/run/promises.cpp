#include "run/promises.h"

#include <algorithm>

namespace weir::run {

namespace {

/// Whether some receiver may have to wait for one of several replicas, however far before it, while the others run
/// ahead.
bool restores_order(const topology::Plan& plan) {
  const bool has_order = std::ranges::any_of(plan.links, &topology::LinkPlan::ordered);
  return has_order && std::ranges::any_of(plan.links, [&](const topology::LinkPlan& link) {
           std::size_t senders = 0;
           for (const std::size_t stage : link.from) senders += topology::replicas_of(plan, stage).count;
           return senders > 1;
         });
}

}  // namespace

AcknowledgeWhen acknowledge_when(const topology::Plan& plan) {
  const bool promised = plan.delivery == topology::Delivery::kEffectivelyOnce ||
                        (plan.delivery == topology::Delivery::kAtLeastOnce && !runs_in_one_process(plan));
  // How far they run ahead is bounded by what a producer may have under way, so it has to hear of the far end.
  return promised || restores_order(plan) ? AcknowledgeWhen::kNobodyNeedsIt : AcknowledgeWhen::kDone;
}

bool can_revive_stage(const topology::StagePlan& stage) {
  if (stage.restart.policy == topology::RestartPolicy::kNever) return false;
  return stage.role == Role::kProducer || stage.spec->stateless || stage.spec->saves;
}

Durability durability_of(const topology::Plan& plan) {
  return plan.delivery == topology::Delivery::kEffectivelyOnce ? Durability::kMachine : Durability::kProcess;
}

}  // namespace weir::run
