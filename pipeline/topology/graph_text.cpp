#include <algorithm>
#include <string>
#include <vector>

#include "topology/graph_parts.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

/// A tree from each producer down to the consumers. A stage that several links lead to is drawn out where it comes
/// first, and only named after that.
class Drawing {
 public:
  explicit Drawing(const Plan& plan) : plan_(plan), links_from_(plan.stages.size()), drawn_(plan.stages.size()) {
    for (std::size_t link = 0; link < plan.links.size(); ++link) {
      for (const std::size_t stage : plan.links[link].from) links_from_[stage].push_back(link);
    }
  }

  std::string draw() {
    std::string out =
        plan_.name + ": " + std::string(to_string(plan_.topology)) + ", " + std::string(to_string(plan_.delivery));
    if (plan_.limit) out += ", at most " + std::to_string(*plan_.limit) + " records a producer";
    if (plan_.rate) out += ", " + std::to_string(*plan_.rate) + " a second";
    out += '\n';
    for (std::size_t stage = 0; stage < plan_.stages.size(); ++stage) {
      if (plan_.stages[stage].role != Role::kProducer) continue;
      rows_.push_back({});
      rows_.push_back({describe(stage), ""});
      draw_links(stage, "");
    }
    return out + aligned();
  }

 private:
  struct Row {
    std::string flow;
    std::string details;
  };

  std::string describe(std::size_t index) const {
    const StagePlan& stage = plan_.stages[index];
    return stage_label(stage) + " (" + stage.spec->name + (stage.process.empty() ? "" : ", process " + stage.process) +
           ")";
  }

  void draw_links(std::size_t stage, const std::string& indent) {
    drawn_[stage] = true;
    for (const std::size_t index : links_from_[stage]) {
      const LinkPlan& link = plan_.links[index];
      const bool last = index == links_from_[stage].back();
      const bool again = drawn_[link.to];
      rows_.push_back({indent + (last ? "└─ " : "├─ ") + link.name + (link.kind == LinkKind::kPipe ? " ═▶ " : " ─▶ ") +
                           (again ? plan_.stages[link.to].name + " (above)" : describe(link.to)),
                       std::string(to_string(link.kind)) + " of " + link_details(link)});
      if (!again) draw_links(link.to, indent + (last ? "   " : "│  "));
    }
  }

  /// The details of all links in one column.
  std::string aligned() const {
    std::size_t width = 0;
    for (const Row& row : rows_) {
      if (!row.details.empty()) width = std::max(width, count_characters(row.flow));
    }
    std::string out;
    for (const Row& row : rows_) {
      out += printable(row.flow);
      if (!row.details.empty()) out += std::string(width - count_characters(row.flow) + 3, ' ') + row.details;
      out += '\n';
    }
    return out;
  }

  const Plan& plan_;
  std::vector<std::vector<std::size_t>> links_from_;  ///< of each stage
  std::vector<bool> drawn_;
  std::vector<Row> rows_;
};

}  // namespace

std::string draw_text(const Plan& plan) { return Drawing(plan).draw(); }

}  // namespace weir::topology
