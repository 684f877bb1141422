#include "topology/link_notation.h"

#include <utility>

#include "topology/printable.h"

namespace weir::topology {

namespace {

/// The scalar that `part`, a piece of the text of `whole`, makes: without blanks around it, at its own place.
Node piece_of(const Node& whole, std::string_view part) {
  constexpr std::string_view kBlanks = " \t\n";
  const std::size_t begin = std::min(part.find_first_not_of(kBlanks), part.size());
  part = part.substr(begin, part.find_last_not_of(kBlanks) + 1 - begin);

  Node piece;
  piece.kind = Node::Kind::kScalar;
  piece.text = part;
  piece.place = whole.place;
  piece.origin = whole.origin;
  const bool stands_as_it_is = whole.place.line != 0 && whole.origin.empty() && !whole.quoted &&
                               whole.place.length == count_characters(whole.text);
  if (stands_as_it_is && !part.empty()) {
    const auto before = static_cast<std::size_t>(part.data() - whole.text.data());
    piece.place.column += count_characters(std::string_view(whole.text).substr(0, before));
    piece.place.length = count_characters(part);
  }
  return piece;
}

Node senders_of(const Node& whole, std::string_view part) {
  Node senders = piece_of(whole, part);
  if (!senders.text.starts_with('[') || !senders.text.ends_with(']')) return senders;
  senders.kind = Node::Kind::kList;
  part.remove_prefix(part.find('[') + 1);
  part = part.substr(0, part.rfind(']'));
  const bool names_none = part.find_first_not_of(" \t\n") == std::string_view::npos;
  for (std::size_t comma = names_none ? part.npos : 0; comma != part.npos;) {
    comma = part.find(',');
    senders.items.push_back(piece_of(whole, part.substr(0, comma)));
    part.remove_prefix(comma == part.npos ? part.size() : comma + 1);
  }
  senders.text.clear();
  return senders;
}

}  // namespace

std::optional<Node> spell_out_link(const Node& node) {
  if (!node.is_scalar()) return std::nullopt;
  const std::string_view text = node.text;
  const std::size_t arrow = text.find("->");
  if (arrow == std::string_view::npos) return std::nullopt;
  Node link;
  link.kind = Node::Kind::kMap;
  link.place = node.place;
  link.origin = node.origin;
  link.entries.push_back({"from", node.place, senders_of(node, text.substr(0, arrow))});
  link.entries.push_back({"to", node.place, piece_of(node, text.substr(arrow + 2))});
  return link;
}

}  // namespace weir::topology
