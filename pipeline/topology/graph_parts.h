#pragma once

#include <string>
#include <vector>

#include "topology/plan.h"

// What the three drawings of a plan have in common.
namespace weir::topology {

std::string draw_text(const Plan& plan);
std::string draw_mermaid(const Plan& plan);
std::string draw_dot(const Plan& plan);

/// "count ×2"
std::string stage_label(const StagePlan& stage);

/// The message type, and what differs from the defaults: "weir.v1.Text, capacity 4096, on_full drop_oldest".
std::string link_details(const LinkPlan& link);

/// The stages of each process group, in the order of the processes; ungrouped stages are in none.
struct ProcessGroup {
  std::string name;
  std::vector<std::size_t> stages;
};
std::vector<ProcessGroup> process_groups(const Plan& plan);

}  // namespace weir::topology
