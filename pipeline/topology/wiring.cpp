#include <string>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

std::vector<std::size_t> senders_first(const Plan& plan) {
  std::vector<std::size_t> unknown_senders(plan.stages.size());
  std::vector<std::vector<std::size_t>> receivers(plan.stages.size());
  for (const LinkPlan& link : plan.links) {
    for (const std::size_t sender : link.from) {
      receivers[sender].push_back(link.to);
      ++unknown_senders[link.to];
    }
  }
  std::vector<std::size_t> order;
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    if (unknown_senders[stage] == 0) order.push_back(stage);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const std::size_t receiver : receivers[order[i]]) {
      if (--unknown_senders[receiver] == 0) order.push_back(receiver);
    }
  }
  return order;
}

void check_wiring(Draft& draft) {
  if (!draft.knows_all_stages) return;
  check_cycles(draft);
  if (!draft.knows_all_links) return;
  for (std::size_t i = 0; i < draft.plan.stages.size(); ++i) {
    const StagePlan& stage = draft.plan.stages[i];
    const std::string title = std::string(to_string(stage.role)) + " " + quote(stage.name);
    if (stage.role != Role::kProducer && !draft.fed[i]) {
      draft.mistakes.add(stage.place, "nothing feeds " + title + "; link a stage to it");
    }
    if (stage.role != Role::kConsumer && !draft.read[i]) {
      draft.mistakes.add(stage.place, "nothing reads " + title + "; link it to a stage");
    }
  }
}

}  // namespace weir::topology
