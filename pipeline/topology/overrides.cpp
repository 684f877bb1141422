#include "topology/overrides.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "topology/link_notation.h"
#include "topology/printable.h"
#include "topology/yaml_reader.h"

namespace weir::topology {

namespace {

bool is_link_section(std::string_view key) { return key == "queues" || key == "pipes"; }
bool is_stage_section(std::string_view key) {
  return key == "producers" || key == "transformers" || key == "consumers";
}

Place place_of(const Override& override) { return {.source = override.origin}; }

void set_places(Node& node, const Place& place) {
  node.place = place;
  for (Node& item : node.items) set_places(item, place);
  for (Entry& entry : node.entries) {
    entry.place = place;
    set_places(entry.value, place);
  }
}

/// Lists, maps and quoted texts are read as YAML; all else is text as it stands, so that a shell's quotes suffice.
std::variant<Node, Diagnostic> value_of(const Override& override) {
  const std::string_view value = override.value;
  const bool is_yaml = !value.empty() && std::string_view("[{\"'").find(value.front()) != std::string_view::npos;
  Node node;
  if (is_yaml) {
    auto read = read_yaml(override.origin, value);
    if (auto* const diagnostic = std::get_if<Diagnostic>(&read)) {
      return Diagnostic{place_of(override), quote(value) + ": " + diagnostic->message};
    }
    node = std::get<Node>(std::move(read));
  } else {
    node.kind = Node::Kind::kScalar;
    node.text = value;
  }
  set_places(node, place_of(override));
  return node;
}

std::vector<std::string> keys_of(const Node& map) {
  std::vector<std::string> keys;
  for (const Entry& entry : map.entries) keys.push_back(entry.key);
  return keys;
}

/// Setting something within a stage or link that is not there is a slip of the pen, unless it says what makes one.
bool must_exist(const std::vector<std::string>& path, std::size_t depth) {
  if (depth != 1 || path.size() < 3) return false;
  if (is_link_section(path[0])) return path[2] != "from" && path[2] != "to";
  return is_stage_section(path[0]) && path[2] != "type";
}

class Walk {
 public:
  Walk(const Override& override, Mistakes& mistakes)
      : override_(override), path_(split_path(override.path)), mistakes_(mistakes) {}

  void apply(Node& root) {
    if (path_.size() > kDeepestNesting || std::ranges::find(path_, "") != path_.end()) {
      return refuse(quote(override_.path) + " is no path such as 'queues.lines.capacity'");
    }
    auto value = value_of(override_);
    if (auto* const diagnostic = std::get_if<Diagnostic>(&value)) return refuse(diagnostic->message);
    Node* node = &root;
    for (std::size_t depth = 0; depth < path_.size(); ++depth) {
      node = step(*node, depth);
      if (node == nullptr) return;
    }
    *node = std::get<Node>(std::move(value));
  }

 private:
  void refuse(std::string message) { mistakes_.add(place_of(override_), std::move(message)); }

  /// The value under the path's key at `depth`; null, and a mistake, where there can be none.
  Node* step(Node& node, std::size_t depth) {
    const std::string& key = path_[depth];
    if (depth == 2 && is_link_section(path_[0])) {
      if (auto link = spell_out_link(node)) node = *std::move(link);
    }
    if (node.is_null()) node.kind = Node::Kind::kMap;
    if (!node.is_map()) {
      refuse(quote(path_[depth - 1]) + " is " + std::string(kind_name(node.kind)) + "; nothing within it can be set");
      return nullptr;
    }
    if (Node* const known = node.find(key)) return known;
    if (must_exist(path_, depth)) {
      refuse("no " + path_[0].substr(0, path_[0].size() - 1) + " " + quote(key) +
             mistakes_.did_you_mean(key, keys_of(node)));
      return nullptr;
    }
    Node empty;
    empty.place = place_of(override_);
    return &node.entries.emplace_back(Entry{key, place_of(override_), std::move(empty)}).value;
  }

  const Override& override_;
  const std::vector<std::string> path_;
  Mistakes& mistakes_;
};

}  // namespace

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys;
  while (true) {
    const std::size_t dot = path.find('.');
    keys.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return keys;
    path.remove_prefix(dot + 1);
  }
}

bool leads_into_links(const Override& override) { return is_link_section(split_path(override.path).front()); }

void apply_overrides(Node& root, std::span<const Override> overrides, Mistakes& mistakes) {
  for (const Override& override : overrides) Walk(override, mistakes).apply(root);
}

}  // namespace weir::topology
