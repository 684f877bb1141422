#include "topology/record_order.h"

#include "topology/draft.h"

namespace weir::topology {

namespace {

class RecordOrder {
 public:
  explicit RecordOrder(const Plan& plan) : plan_(plan), inlets_(plan.stages.size()), order_(plan.stages.size()) {
    for (const LinkPlan& link : plan_.links) inlets_[link.to].push_back(&link);
    for (const std::size_t stage : senders_first(plan_)) order_[stage] = order_behind(stage);
  }

  bool comes_in_one_order(std::size_t number) const {
    if (inlets_[number].size() != 1 || inlets_[number].front()->from.size() != 1) return false;
    const LinkPlan& link = *inlets_[number].front();
    const Order before = order_[link.from.front()];
    return before.kept || (before.one_stream && !before.has_tail && link.ordered);
  }

 private:
  /// What is known of the order of a stage's output.
  struct Order {
    bool one_stream = false;  ///< all records are of one producer, each sequence of them with the same records always
    bool kept = false;        ///< and leave the stage in the order in which they were produced
    bool has_tail = false;    ///< records may come at the end that are of another stream
  };

  Order order_behind(std::size_t number) const {
    const StagePlan& stage = plan_.stages[number];
    const bool alone = stage.replicas == 1;
    if (stage.role == Role::kProducer) return {alone, alone, false};
    if (inlets_[number].size() != 1 || inlets_[number].front()->from.size() != 1) return {};
    const Order before = order_[inlets_[number].front()->from.front()];
    const bool in_order = comes_in_one_order(number);
    if (!stage.spec->stateless) return {in_order && alone, in_order && alone, true};
    return {before.one_stream && (alone || !before.has_tail), in_order && alone, before.has_tail};
  }

  const Plan& plan_;
  std::vector<std::vector<const LinkPlan*>> inlets_;  ///< by stage
  std::vector<Order> order_;                          ///< by stage
};

}  // namespace

std::vector<bool> fed_in_one_order(const Plan& plan) {
  const RecordOrder order(plan);
  std::vector<bool> in_one_order;
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    in_one_order.push_back(order.comes_in_one_order(stage));
  }
  return in_one_order;
}

}  // namespace weir::topology
