#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "topology/draft.h"
#include "topology/fields.h"
#include "topology/implied_links.h"
#include "topology/link_notation.h"

namespace weir::topology {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kLargestCapacity = 2'147'483'647;
constexpr std::uint32_t kMostBatchRecords = 1'000'000;
constexpr ByteSize kLargestBatch{8U * 1024 * 1024};  // what a frame may hold

class LinksReader {
 public:
  explicit LinksReader(Draft& draft) : draft_(draft) {
    for (const StagePlan& stage : draft.plan.stages) stage_names_.push_back(stage.name);
  }

  void read_section(const std::string& section, LinkKind kind, const Node& links) {
    if (links.is_null()) return;
    if (!expect(links, Node::Kind::kMap, quote(section), draft_.mistakes)) {
      draft_.knows_all_links = false;
      return;
    }
    for (const Entry& entry : links.entries) {
      if (draft_.plan.links.size() == kMostLinks) {
        draft_.mistakes.add(entry.place, "more than " + std::to_string(kMostLinks) + " links");
        draft_.knows_all_links = false;
        return;
      }
      read_link(section, kind, entry);
    }
  }

 private:
  void read_link(const std::string& section, LinkKind kind, const Entry& entry) {
    LinkPlan link;
    link.name = entry.key;
    link.kind = kind;
    link.place = entry.place;
    title_ = std::string(to_string(kind)) + " " + quote(link.name);
    check_link_name(link, entry.value);

    const std::optional<Node> spelled_out = spell_out_link(entry.value);
    const Node& map = spelled_out ? *spelled_out : entry.value;
    if (!map.is_map()) {
      draft_.mistakes.add(map.place, title_ + " must be such as 'a -> b' or {from: a, to: b}");
      draft_.knows_all_links = false;
      return;
    }
    Fields fields(&map, section + "." + link.name, " of " + title_, draft_);
    fields.refuse_unknown({"from", "to", "capacity", "on_full", "ordered", "transport", "batch"});
    read_from(fields, link);
    const bool leads_somewhere = read_to(fields, link);
    fields.read("capacity", link.capacity, std::uint32_t{1}, kLargestCapacity);
    fields.read_choice("on_full", link.on_full,
                       std::array{OnFull::kBlock, OnFull::kDropNewest, OnFull::kDropOldest, OnFull::kFail});
    fields.read_flag("ordered", link.ordered);
    fields.read_choice("transport", link.transport, std::array{LinkTransport::kAuto, LinkTransport::kZeroMq});
    read_batch(fields, link);
    if (leads_somewhere && !link.from.empty()) draft_.plan.links.push_back(std::move(link));
  }

  void check_link_name(const LinkPlan& link, const Node& value) {
    // The name of an implied link is made of two that were checked, and may be longer than one.
    const Node* const from = value.find("from");
    const bool implied = from != nullptr && from->origin == kImplied;
    if (!implied) check_name(to_string(link.kind), link.name, link.place, draft_.mistakes);
    const auto [known, is_new] = names_.emplace(link.name, std::pair(link.kind, link.place));
    // Within one section it is a duplicate key, and reported as that.
    if (!is_new && known->second.first != link.kind) {
      draft_.mistakes.add(
          link.place, "a queue named " + quote(link.name) + " stands at " + known->second.second.text() + " already");
    }
  }

  void read_from(Fields& fields, LinkPlan& link) {
    const Node* const from = fields.find("from");
    if (from == nullptr) return miss("from", link);
    std::vector<Node> senders;
    if (from->is_list()) {
      senders = from->items;
      if (link.kind == LinkKind::kPipe) {
        fields.refuse("from", *from, "can't be a list: a pipe has one sender; make it a queue");
      } else if (senders.empty()) {
        fields.refuse("from", *from, "must name a stage, or several");
      }
    } else if (expect(*from, Node::Kind::kScalar, fields.name_of("from"), draft_.mistakes)) {
      senders.push_back(*from);
    }
    if (senders.empty()) draft_.knows_all_links = false;

    std::set<std::size_t> seen;
    std::vector<std::string> names;
    for (const Node& sender : senders) {
      const std::optional<std::size_t> stage = find_stage(sender, "from", "comes from");
      if (!stage) continue;
      names.push_back(sender.text);
      if (draft_.plan.stages[*stage].role == Role::kConsumer) {
        draft_.mistakes.add(sender.place,
                            title_ + " comes from consumer " + quote(sender.text) + ", which emits nothing");
      } else if (!seen.insert(*stage).second) {
        draft_.mistakes.add(sender.place, title_ + " names " + quote(sender.text) + " twice");
      } else {
        check_pipe_end(link, sender, *stage);
        draft_.read[*stage] = true;
        link.from.push_back(*stage);
      }
    }
    fields.record("from", from->is_list() ? setting_text(names) : names.empty() ? "" : names.front());
  }

  bool read_to(Fields& fields, LinkPlan& link) {
    const Node* const to = fields.find("to");
    if (to == nullptr) {
      miss("to", link);
      return false;
    }
    if (to->is_list()) {
      fields.refuse("to", *to, "must be one stage; give each receiver a link of its own");
      draft_.knows_all_links = false;
      return false;
    }
    const std::optional<std::size_t> stage = find_stage(*to, "to", "leads to");
    if (!stage) return false;
    fields.record("to", to->text);
    if (draft_.plan.stages[*stage].role == Role::kProducer) {
      draft_.mistakes.add(to->place, title_ + " leads to producer " + quote(to->text) + ", which takes nothing");
      return false;
    }
    check_pipe_end(link, *to, *stage);
    draft_.fed[*stage] = true;
    link.to = *stage;
    return true;
  }

  void miss(const std::string& key, const LinkPlan& link) {
    draft_.mistakes.add(link.place, title_ + " needs a '" + key + "'");
    draft_.knows_all_links = false;
  }

  std::optional<std::size_t> find_stage(const Node& name, const std::string& key, const std::string& verb) {
    if (!expect(name, Node::Kind::kScalar, quote(key) + " of " + title_, draft_.mistakes)) {
      draft_.knows_all_links = false;
      return std::nullopt;
    }
    if (const auto known = draft_.stage_index.find(name.text); known != draft_.stage_index.end()) return known->second;
    draft_.knows_all_links = false;
    if (draft_.knows_all_stages) {
      draft_.mistakes.add(name.place, title_ + " " + verb + " " + quote(name.text) + ", which is no stage" +
                                          draft_.mistakes.did_you_mean(name.text, stage_names_));
    }
    return std::nullopt;
  }

  void check_pipe_end(const LinkPlan& link, const Node& name, std::size_t stage) {
    const std::uint32_t replicas = draft_.plan.stages[stage].replicas;
    if (link.kind != LinkKind::kPipe || replicas == 1) return;
    draft_.mistakes.add(name.place, title_ + " is 1:1, but " + quote(name.text) + " has " + std::to_string(replicas) +
                                        " replicas; make it a queue");
  }

  void read_batch(Fields& link_fields, LinkPlan& link) {
    const Node* batch = link_fields.find("batch");
    const std::string name = link_fields.name_of("batch");
    if (batch != nullptr && !expect(*batch, Node::Kind::kMap, name, draft_.mistakes)) batch = nullptr;
    Fields fields(batch, link_fields.path_of("batch"), " in 'batch' of " + title_, draft_);
    fields.refuse_unknown({"records", "bytes", "linger"});

    fields.read("records", link.batch.records, std::uint32_t{1}, kMostBatchRecords);
    const std::uint32_t most = std::max<std::uint32_t>(1, link.capacity / 8);
    if (link.batch.records > most) {
      link.batch.records = most;
      draft_.plan.values.back().value = std::to_string(most);
      draft_.plan.values.back().origin = "an eighth of the capacity";
    }
    ByteSize bytes{link.batch.bytes};
    fields.read("bytes", bytes, ByteSize{1}, kLargestBatch);
    link.batch.bytes = static_cast<std::uint32_t>(bytes.bytes);
    fields.read("linger", link.batch.linger, std::chrono::nanoseconds{0}, std::chrono::nanoseconds{1h});
  }

  Draft& draft_;
  std::vector<std::string> stage_names_;
  std::map<std::string, std::pair<LinkKind, Place>> names_;
  std::string title_;  ///< of the link that is read: "queue 'lines'"
};

}  // namespace

void read_links(const Node& root, Draft& draft) {
  LinksReader reader(draft);
  if (const Node* const queues = root.find("queues")) reader.read_section("queues", LinkKind::kQueue, *queues);
  if (const Node* const pipes = root.find("pipes")) reader.read_section("pipes", LinkKind::kPipe, *pipes);
}

}  // namespace weir::topology
