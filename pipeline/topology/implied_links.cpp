#include "topology/implied_links.h"

#include <algorithm>
#include <set>
#include <string>

#include "topology/overrides.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

bool has_links(const Node& root) {
  for (const char* section : {"queues", "pipes"}) {
    const Node* const links = root.find(section);
    if (links != nullptr && !links->is_null() && !(links->is_map() && links->entries.empty())) return true;
  }
  return false;
}

/// "queues", "queues.lines" and "queues.lines.from" make a link; "queues.lines.capacity" changes one that is there.
bool makes_links(const Override& override) {
  if (!leads_into_links(override)) return false;
  const std::vector<std::string> keys = split_path(override.path);
  return keys.size() < 3 || keys[2] == "from" || keys[2] == "to";
}

const std::vector<Entry>& stages_in(const Node& root, const char* section) {
  static const std::vector<Entry> none;
  const Node* const stages = root.find(section);
  return stages != nullptr ? stages->entries : none;
}

Node implied_scalar(const Entry& stage) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = stage.key;
  node.place = stage.place;
  node.origin = kImplied;
  return node;
}

Entry implied_link(const Entry& from, const Entry& to) {
  Node link;
  link.kind = Node::Kind::kMap;
  link.place = to.place;
  link.entries.push_back({"from", to.place, implied_scalar(from)});
  link.entries.push_back({"to", to.place, implied_scalar(to)});
  return {from.key + "-" + to.key, to.place, std::move(link)};
}

}  // namespace

bool add_implied_links(Node& root, std::span<const Override> overrides, Mistakes& mistakes) {
  if (!root.is_map() || has_links(root) || std::ranges::any_of(overrides, makes_links)) return true;
  std::vector<const Entry*> chain;
  for (const char* section : {"producers", "transformers", "consumers"}) {
    for (const Entry& stage : stages_in(root, section)) chain.push_back(&stage);
  }
  std::set<std::string_view> names;
  for (const Entry* stage : chain) names.insert(stage->key);
  if (names.size() != chain.size()) return false;  // reported as what it is

  for (const char* section : {"producers", "consumers"}) {
    const std::vector<Entry>& stages = stages_in(root, section);
    if (stages.size() < 2) continue;
    mistakes.add(stages[1].place, "with " + std::to_string(stages.size()) + " " + section +
                                      " the links can't be told from the order of the stages; write them under "
                                      "'queues', such as 'lines: " +
                                      (*section == 'p' ? stages[1].key + " -> …'" : "… -> " + stages[1].key + "'"));
    return false;
  }
  Node queues;
  queues.kind = Node::Kind::kMap;
  for (std::size_t i = 1; i < chain.size(); ++i) queues.entries.push_back(implied_link(*chain[i - 1], *chain[i]));
  if (Node* const section = root.find("queues")) {
    queues.place = section->place;
    *section = std::move(queues);
  } else {
    root.entries.push_back({"queues", root.place, std::move(queues)});
  }
  return true;
}

}  // namespace weir::topology
