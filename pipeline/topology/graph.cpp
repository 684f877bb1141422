#include "topology/graph.h"

#include <algorithm>

#include "topology/graph_parts.h"

namespace weir::topology {

std::string stage_label(const StagePlan& stage) {
  return stage.replicas == 1 ? stage.name : stage.name + " ×" + std::to_string(stage.replicas);
}

std::string link_details(const LinkPlan& link) {
  const LinkPlan usual;
  std::string details = link.message_type;
  if (link.capacity != usual.capacity) details += ", capacity " + std::to_string(link.capacity);
  if (link.on_full != usual.on_full) details += ", on_full " + std::string(to_string(link.on_full));
  if (link.ordered) details += ", ordered";
  if (link.transport == LinkTransport::kZeroMq) details += ", transport zeromq";
  return details;
}

std::vector<ProcessGroup> process_groups(const Plan& plan) {
  std::vector<ProcessGroup> groups;
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    const std::string& name = plan.stages[stage].process;
    if (name.empty()) continue;
    auto group = std::ranges::find(groups, name, &ProcessGroup::name);
    if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
    group->stages.push_back(stage);
  }
  return groups;
}

std::string draw(const Plan& plan, GraphFormat format) {
  switch (format) {
    case GraphFormat::kText:
      return draw_text(plan);
    case GraphFormat::kMermaid:
      return draw_mermaid(plan);
    case GraphFormat::kDot:
      return draw_dot(plan);
  }
  return {};
}

}  // namespace weir::topology
