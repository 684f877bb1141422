#include "topology/fields.h"

#include <algorithm>
#include <utility>

namespace weir::topology {

bool expect(const Node& node, Node::Kind kind, const std::string& what, Mistakes& mistakes) {
  if (node.kind == kind) return true;
  if (node.is_null()) {
    mistakes.add(node.place, what + " has no value");
  } else {
    mistakes.add(node.place,
                 what + " must be " + std::string(kind_name(kind)) + ", not " + std::string(kind_name(node.kind)));
  }
  return false;
}

Fields::Fields(const Node* map, std::string path, std::string owner, Draft& draft)
    : map_(map), path_(std::move(path)), owner_(std::move(owner)), draft_(draft) {}

void Fields::refuse_unknown(const std::vector<std::string>& known, const std::vector<std::string>& settings) {
  if (map_ == nullptr) return;
  for (const Entry& entry : map_->entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    std::string hint;
    const std::size_t dot = entry.key.find('.');
    if (std::ranges::find(settings, entry.key) != settings.end()) {
      hint = "; as a setting of its type it belongs under 'with'";
    } else if (std::ranges::find(known, entry.key.substr(0, dot)) != known.end()) {
      hint = "; a path is for --set, here it is '" + entry.key.substr(0, dot) + ": {" + entry.key.substr(dot + 1) +
             ": …}'";
    } else {
      hint = draft_.mistakes.did_you_mean(entry.key, known);
    }
    draft_.mistakes.add(entry.place, "unknown key " + name_of(entry.key) + hint);
  }
}

const Node* Fields::find_scalar(std::string_view key) {
  const Node* const node = find(key);
  if (node == nullptr || !expect(*node, Node::Kind::kScalar, name_of(key), draft_.mistakes)) return nullptr;
  return node;
}

void Fields::refuse(std::string_view key, const Node& node, const std::string& problem) {
  draft_.mistakes.add(node.place, name_of(key) + " " + problem);
}

void Fields::record(std::string_view key, std::string value) {
  const Node* const node = find(key);
  draft_.record(path_of(key), std::move(value), node == nullptr ? "default" : origin_of(*node));
}

std::string Fields::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

}  // namespace weir::topology
