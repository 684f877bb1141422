#include <string>

#include "topology/graph_parts.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

/// In double quotes, with Mermaid's entities for what would end or change the text.
std::string label(std::string_view text) {
  std::string out = "\"";
  for (const char character : printable(text)) {
    if (std::string_view("\"#<>&`;").find(character) != std::string_view::npos) {
      out += '#' + std::to_string(static_cast<int>(character)) + ';';
    } else {
      out += character;
    }
  }
  return out + '"';
}

std::string mermaid_node(const Plan& plan, std::size_t index) {
  const StagePlan& stage = plan.stages[index];
  const std::string text = label(stage_label(stage) + ": " + stage.spec->name);
  std::string id = "s" + std::to_string(index);
  switch (stage.role) {
    case Role::kProducer:
      return id + "([" + text + "])";
    case Role::kTransformer:
      return id + "[" + text + "]";
    case Role::kConsumer:
      return id + "[[" + text + "]]";
  }
  return id;
}

}  // namespace

std::string draw_mermaid(const Plan& plan) {
  std::string out = "flowchart LR\n";
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    if (plan.stages[stage].process.empty()) out += "  " + mermaid_node(plan, stage) + "\n";
  }
  std::size_t number = 0;
  for (const ProcessGroup& group : process_groups(plan)) {
    out += "  subgraph p" + std::to_string(number++) + "[" + label("process " + group.name) + "]\n";
    for (const std::size_t stage : group.stages) out += "    " + mermaid_node(plan, stage) + "\n";
    out += "  end\n";
  }
  for (const LinkPlan& link : plan.links) {
    const std::string arrow = link.kind == LinkKind::kPipe ? " ==>|" : " -->|";
    for (const std::size_t sender : link.from) {
      out += "  s" + std::to_string(sender) + arrow +
             label(std::string(to_string(link.kind)) + " " + link.name + ": " + link_details(link)) + "| s" +
             std::to_string(link.to) + "\n";
    }
  }
  return out;
}

}  // namespace weir::topology
