#include "topology/tree_builder.h"

#include <yaml-cpp/mark.h>

#include <algorithm>
#include <set>
#include <utility>

#include "topology/printable.h"
#include "topology/sender_lists.h"

namespace weir::topology {

namespace {

/// Behind `&anchor` and the blanks that follow it: an anchor is part of what the parser calls a node's place.
std::size_t skip_anchor(std::string_view text, std::size_t offset) {
  if (offset >= text.size() || text[offset] != '&') return offset;
  const std::size_t end = text.find_first_of(" \t\r\n", offset);
  return std::min(text.find_first_not_of(" \t\r\n", std::min(end, text.size())), text.size());
}

/// Behind the closing quote of the text that begins at `begin`; npos where it has none, which the parser may let pass.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[begin] == '"' && text[i] == '\\') {
      ++i;
    } else if (text[begin] == '\'' && text.substr(i, 2) == "''") {
      ++i;
    } else if (text[i] == text[begin]) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

/// Characters of the scalar `value`, which begins where `rest` of the line does, as far as that goes.
std::size_t scalar_length(std::string_view rest, std::string_view value) {
  if (rest.starts_with('|') || rest.starts_with('>')) return 1;
  const bool as_it_is = rest.starts_with(value);
  const std::string_view shown = as_it_is ? value : rest.substr(0, rest.find_last_not_of(" \t\r") + 1);
  return std::max<std::size_t>(1, count_characters(shown));
}

void merge_into(Node& map, const Node& added, std::set<std::string>& keys) {
  for (const Entry& entry : added.entries) {
    if (keys.insert(entry.key).second) map.entries.push_back(entry);
  }
}

}  // namespace

void TreeBuilder::refuse(const Place& place, std::string message) { throw Refusal{{place, std::move(message)}}; }

std::size_t TreeBuilder::begin_node(const YAML::Mark& mark, const std::string& tag) {
  const std::size_t offset = skip_anchor(source_.text(), static_cast<std::size_t>(mark.pos));
  const bool explicit_tag = offset < source_.text().size() && source_.text()[offset] == '!';
  if (explicit_tag || !(tag.empty() || tag == "?" || tag == "!")) {
    refuse(source_.place(offset), "tags such as '!!str' are not taken here; quote a value to make it text");
  }
  spend(1, source_.place(offset));
  return offset;
}

void TreeBuilder::spend(std::size_t nodes, const Place& place) {
  nodes_ += nodes;
  if (nodes_ > kMostNodes) {
    refuse(place, "more than " + std::to_string(kMostNodes) + " values up to here, aliases written out");
  }
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (std::exchange(has_document_, true)) {
    refuse(source_.place(static_cast<std::size_t>(mark.pos)),
           "a second document begins here; a configuration is one document");
  }
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t offset = begin_node(mark, "");
  Node node;
  // What is not there has no place; the key that it belongs to has.
  node.place = !open_.empty() && open_.back().key ? open_.back().key->place : source_.place(offset);
  add(std::move(node), anchor);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto offset = static_cast<std::size_t>(mark.pos);
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) refuse(source_.place(offset), "this alias stands within the value that it repeats");
  const Extent extent = extent_of(known->second);
  spend(extent.nodes, source_.place(offset));
  if (open_.size() + extent.depth > kDeepestNesting) {
    refuse(source_.place(offset), "nested more than " + std::to_string(kDeepestNesting) + " levels deep");
  }
  add(known->second, 0);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  const std::size_t offset = begin_node(mark, tag);
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = show_sender_lists(value);
  node.quoted = tag == "!";
  const std::string_view text = source_.text();
  const std::string_view line = source_.line_at(offset);
  std::string_view rest = line.substr(static_cast<std::size_t>(text.data() + offset - line.data()));
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    const std::size_t end = end_of_quoted(text, offset);
    if (end == text.npos) refuse(source_.place(offset), "this quoted text does not end");
    rest = rest.substr(0, end - offset);
    node.place = source_.place(offset, count_characters(rest));
  } else {
    node.place = source_.place(offset, scalar_length(rest, node.text));
  }
  add(std::move(node), anchor);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value /*style*/) {
  Node node;
  node.kind = Node::Kind::kList;
  node.place = source_.place(begin_node(mark, tag));
  open(std::move(node), anchor);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  Node node;
  node.kind = Node::Kind::kMap;
  node.place = source_.place(begin_node(mark, tag));
  open(std::move(node), anchor);
}

void TreeBuilder::OnMapEnd() {
  Open& map = open_.back();
  if (!map.merged.empty()) {
    std::set<std::string> keys;
    for (const Entry& entry : map.node.entries) keys.insert(entry.key);
    for (const Node& merged : map.merged) merge_into(map.node, merged, keys);
  }
  close();
}

void TreeBuilder::open(Node node, YAML::anchor_t anchor) {
  if (open_.size() + 1 > kDeepestNesting) {
    refuse(node.place, "nested more than " + std::to_string(kDeepestNesting) + " levels deep");
  }
  open_.push_back({std::move(node), anchor, std::nullopt, {}});
}

void TreeBuilder::close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  add(std::move(done.node), done.anchor);
}

void TreeBuilder::add(Node node, YAML::anchor_t anchor) {
  if (anchor != 0) {
    spend(extent_of(node).nodes, node.place);  // its copy
    anchors_[anchor] = node;
  }
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (open_.back().node.is_list()) {
    open_.back().node.items.push_back(std::move(node));
  } else {
    place_in_map(open_.back(), std::move(node));
  }
}

void TreeBuilder::place_in_map(Open& map, Node node) {
  if (!map.key) {
    if (!node.is_scalar()) refuse(node.place, "a key must be plain text, not " + std::string(kind_name(node.kind)));
    map.key = std::move(node);
    return;
  }
  const Node key = std::move(*map.key);
  map.key.reset();
  if (key.quoted || key.text != "<<") {
    map.node.entries.push_back({key.text, key.place, std::move(node)});
    return;
  }
  std::vector<Node> merged;
  if (node.is_list()) {
    merged = std::move(node.items);
  } else {
    merged.push_back(std::move(node));
  }
  for (Node& one : merged) {
    if (!one.is_map()) refuse(key.place, "'<<' takes a map or a list of maps");
    map.merged.push_back(std::move(one));
  }
}

}  // namespace weir::topology
