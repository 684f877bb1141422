#include <algorithm>
#include <string>
#include <vector>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

/// Depth first along the links: one that leads back to a stage on the way closes a cycle.
class CycleSearch {
 public:
  explicit CycleSearch(Draft& draft)
      : draft_(draft),
        links_from_(draft.plan.stages.size()),
        progress_(draft.plan.stages.size(), Progress::kNew),
        reported_(draft.plan.stages.size()) {
    for (std::size_t link = 0; link < draft.plan.links.size(); ++link) {
      for (const std::size_t sender : draft.plan.links[link].from) links_from_[sender].push_back(link);
    }
  }

  void run() {
    for (std::size_t stage = 0; stage < draft_.plan.stages.size(); ++stage) {
      if (progress_[stage] == Progress::kNew) visit(stage);
    }
  }

 private:
  enum class Progress { kNew, kOnTheWay, kDone };

  /// As deep as there are stages, at most `kMostStages`.
  void visit(std::size_t stage) {
    progress_[stage] = Progress::kOnTheWay;
    way_.push_back(stage);
    for (const std::size_t index : links_from_[stage]) {
      const LinkPlan& link = draft_.plan.links[index];
      if (progress_[link.to] == Progress::kNew) visit(link.to);
      if (progress_[link.to] == Progress::kOnTheWay) report(link);
    }
    way_.pop_back();
    progress_[stage] = Progress::kDone;
  }

  /// Of cycles that share a stage, one is enough.
  void report(const LinkPlan& closing) {
    const std::vector<std::size_t> cycle(std::ranges::find(way_, closing.to), way_.end());
    if (std::ranges::any_of(cycle, [this](std::size_t stage) { return reported_[stage]; })) return;
    for (const std::size_t stage : cycle) reported_[stage] = true;
    if (cycle.size() == 1) {
      draft_.mistakes.add(closing.place, std::string(to_string(closing.kind)) + " " + quote(closing.name) +
                                             " leads from " + quote(name_of(closing.to)) + " to itself");
      return;
    }
    constexpr std::size_t kMostNames = 16;
    std::string names;
    for (const std::size_t stage : std::span(cycle).first(std::min(cycle.size(), kMostNames))) {
      names += name_of(stage) + " -> ";
    }
    if (cycle.size() > kMostNames) names += "… -> ";
    draft_.mistakes.add(closing.place, "a cycle: " + names + name_of(closing.to));
  }

  const std::string& name_of(std::size_t stage) const { return draft_.plan.stages[stage].name; }

  Draft& draft_;
  std::vector<std::vector<std::size_t>> links_from_;  ///< of each stage
  std::vector<Progress> progress_;
  std::vector<bool> reported_;
  std::vector<std::size_t> way_;  ///< from where the search began
};

}  // namespace

void check_cycles(Draft& draft) { CycleSearch(draft).run(); }

}  // namespace weir::topology
