#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

constexpr std::string_view kAnswersAlike = "answers in the type that it takes, which must be one";

/// "weir.v1.Number or weir.v1.Sample"
std::string said(const std::vector<std::string>& types) {
  std::string text;
  for (const std::string& type : types) text += (text.empty() ? "" : " or ") + type;
  return text;
}

class TypeResolver {
 public:
  explicit TypeResolver(Draft& draft) : draft_(draft), emitted_(draft.plan.stages.size()) {}

  void resolve() {
    std::vector<std::vector<std::size_t>> into(draft_.plan.stages.size());
    for (std::size_t link = 0; link < draft_.plan.links.size(); ++link) {
      into[draft_.plan.links[link].to].push_back(link);
    }
    for (const std::size_t stage : senders_first(draft_.plan)) {
      for (const std::size_t link : into[stage]) resolve_link(draft_.plan.links[link]);
      if (const StageSpec*& spec = draft_.plan.stages[stage].spec) {
        if (!spec->for_other_inputs.empty()) choose_input(stage, into[stage]);
        emitted_[stage] = spec->input_as_output ? type_taken(stage, into[stage], kAnswersAlike) : spec->output;
      }
    }
  }

 private:
  const std::string& name_of(std::size_t stage) const { return draft_.plan.stages[stage].name; }

  void resolve_link(LinkPlan& link) {
    const StageSpec* const receiver = draft_.plan.stages[link.to].spec;
    std::size_t first = 0;
    for (const std::size_t sender : link.from) {
      const std::string& type = emitted_[sender];
      if (type.empty()) continue;
      if (receiver != nullptr && taking(*receiver, type) == nullptr) {
        draft_.mistakes.add(link.place, quote(name_of(sender)) + " emits " + type + ", but " + quote(name_of(link.to)) +
                                            " takes " + said(inputs_of(*receiver)));
      } else if (link.message_type.empty()) {
        link.message_type = type;
        first = sender;
      } else if (type != link.message_type) {
        draft_.mistakes.add(link.place, std::string(to_string(link.kind)) + " " + quote(link.name) +
                                            " carries one type of message, but " + quote(name_of(first)) + " emits " +
                                            link.message_type + " and " + quote(name_of(sender)) + " emits " + type);
      }
    }
  }

  /// Of a stage that takes one of several types, the one whose type its links bring.
  void choose_input(std::size_t stage, const std::vector<std::size_t>& links) {
    const std::string type = type_taken(stage, links, "takes one type at a time");
    if (!type.empty()) draft_.plan.stages[stage].spec = taking(*draft_.plan.stages[stage].spec, type);
  }

  /// The one type that all links bring to a stage which must have one, and `why`.
  std::string type_taken(std::size_t stage, const std::vector<std::size_t>& links, std::string_view why) {
    const LinkPlan* first = nullptr;
    for (const std::size_t index : links) {
      const LinkPlan& link = draft_.plan.links[index];
      if (link.message_type.empty()) continue;
      if (first == nullptr) first = &link;
      if (link.message_type == first->message_type) continue;
      draft_.mistakes.add(link.place, quote(name_of(stage)) + " " + std::string(why) + ", but " + quote(first->name) +
                                          " brings " + first->message_type + " and " + quote(link.name) + " brings " +
                                          link.message_type);
      return {};
    }
    return first == nullptr ? std::string() : first->message_type;
  }

  Draft& draft_;
  std::vector<std::string> emitted_;  ///< by each stage; empty where another mistake hides it
};

}  // namespace

void resolve_types(Draft& draft) { TypeResolver(draft).resolve(); }

}  // namespace weir::topology
