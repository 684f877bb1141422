#include <filesystem>
#include <string>
#include <vector>

#include "topology/draft.h"
#include "topology/printable.h"
#include "topology/record_order.h"

// Whether every stage and link can keep the promise `effectively_once`: that the outputs are those of a run in which
// nothing died.
namespace weir::topology {

namespace {

class PromiseCheck {
 public:
  explicit PromiseCheck(Draft& draft) : draft_(draft), plan_(draft.plan) {}

  void check() {
    const std::vector<bool> in_one_order = fed_in_one_order(plan_);
    for (const std::size_t stage : senders_first(plan_)) check_stage(plan_.stages[stage], in_one_order[stage]);
    for (const LinkPlan& link : plan_.links) {
      if (link.on_full == OnFull::kBlock) continue;
      refuse(link.place, quote(link.name),
             "on_full: " + std::string(to_string(link.on_full)) +
                 " drops by what is full at the moment, which no second run repeats");
    }
  }

 private:
  void check_stage(const StagePlan& stage, bool in_one_order) {
    const std::string what = quote(stage.name) + " (" + stage.spec->name + ")";
    const bool keeps = stage.spec->saves && stage.role != Role::kProducer;
    if (stage.role == Role::kProducer && !stage.spec->seeks && stage.spool == Spool::kNone) {
      refuse(stage.place, what, "it can't make its records a second time; 'spool: disk' would keep them");
    } else if (stage.role == Role::kConsumer && !keeps) {
      refuse(stage.place, what, "what it has done with a record can't be taken back");
    } else if (stage.role == Role::kTransformer && !keeps && !stage.spec->stateless) {
      refuse(stage.place, what, "it keeps what a new process would not know");
    } else if (keeps && stage.replicas > 1) {
      refuse(stage.place, what, "it keeps something, and which of its replicas gets a record is a matter of chance");
    } else if (keeps && stage.role == Role::kTransformer && !in_one_order) {
      refuse(stage.place, what,
             "what it answers depends on the order of its input, which is a matter of chance; feed it by one producer "
             "of one replica, behind replicas by a link with 'ordered: true'");
    } else {
      check_files(stage, what);
    }
  }

  /// Of what is not there yet nothing is known: it will be a file.
  void check_files(const StagePlan& stage, const std::string& what) {
    const void* const settings = stage.settings.get();
    for (const auto& path_in : stage.spec->written) {
      if (const std::filesystem::path path = path_in(settings); is_fleeting(path)) {
        refuse(stage.place, what,
               "what is written to " + quote(path.string()) + ", no regular file, can't be taken back");
      }
    }
    if (!stage.spec->seeks) return;
    for (const auto& path_in : stage.spec->read) {
      if (const std::filesystem::path path = path_in(settings); is_fleeting(path)) {
        refuse(stage.place, what,
               "what is read from " + quote(path.string()) + ", no regular file, does not come again");
      }
    }
  }

  void refuse(const Place& place, const std::string& what, const std::string& why) {
    draft_.mistakes.add(place, what + " can't keep 'delivery: effectively_once': " + why);
  }

  Draft& draft_;
  const Plan& plan_;
};

}  // namespace

void check_promises(Draft& draft) {
  if (draft.plan.delivery == Delivery::kEffectivelyOnce && draft.mistakes.none()) PromiseCheck(draft).check();
}

}  // namespace weir::topology
