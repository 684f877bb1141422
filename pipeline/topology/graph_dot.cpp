#include <string>

#include "topology/graph_parts.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

/// For within double quotes.
std::string escape(std::string_view text) {
  std::string out;
  for (const char character : printable(text)) {
    if (character == '"' || character == '\\') out += '\\';
    out += character;
  }
  return out;
}

std::string dot_node(const Plan& plan, std::size_t index) {
  const StagePlan& stage = plan.stages[index];
  const char* const shape = stage.role == Role::kProducer      ? "ellipse"
                            : stage.role == Role::kTransformer ? "box"
                                                               : "doubleoctagon";
  return "s" + std::to_string(index) + " [shape=" + shape + ", label=\"" + escape(stage_label(stage)) + "\\n" +
         escape(stage.spec->name) + "\"];\n";
}

}  // namespace

std::string draw_dot(const Plan& plan) {
  std::string out = "digraph \"" + escape(plan.name) + "\" {\n  rankdir=LR;\n";
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    if (plan.stages[stage].process.empty()) out += "  " + dot_node(plan, stage);
  }
  std::size_t number = 0;
  for (const ProcessGroup& group : process_groups(plan)) {
    out += "  subgraph cluster_" + std::to_string(number++) + " {\n    label=\"process " + escape(group.name) + "\";\n";
    for (const std::size_t stage : group.stages) out += "    " + dot_node(plan, stage);
    out += "  }\n";
  }
  for (const LinkPlan& link : plan.links) {
    const std::string style = link.kind == LinkKind::kPipe ? "bold" : "solid";
    for (const std::size_t sender : link.from) {
      out += "  s" + std::to_string(sender) + " -> s" + std::to_string(link.to) + " [style=" + style + ", label=\"" +
             escape(std::string(to_string(link.kind)) + " " + link.name) + "\\n" + escape(link_details(link)) +
             "\"];\n";
    }
  }
  return out + "}\n";
}

}  // namespace weir::topology
