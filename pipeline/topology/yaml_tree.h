#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "topology/diagnostic.h"

namespace weir::topology {

struct Entry;

/// One value of a YAML document, with its place. A value, freely copied; aliases are copies.
struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  std::string text;  ///< of a scalar
  bool quoted = false;
  Place place;
  std::string origin;          ///< where it comes from, if not from its place: "environment BOOK"
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, as in the file; a key may stand there twice

  bool is_null() const { return kind == Kind::kNull; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_map() const { return kind == Kind::kMap; }

  /// The first value under this key; null where the node has none.
  Node* find(std::string_view key);
  const Node* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

/// "a map", "a list", "a single value", "empty".
std::string_view kind_name(Node::Kind kind);

/// For `weir plan`: where the value comes from.
std::string origin_of(const Node& node);

/// How many nodes there are, and how deeply they are nested; a scalar alone is one, at depth 1.
struct Extent {
  std::size_t nodes = 1;
  std::size_t depth = 1;
};
Extent extent_of(const Node& node);

/// How deeply a document may be nested, and how many nodes it may have with all aliases written out.
inline constexpr std::size_t kDeepestNesting = 64;
inline constexpr std::size_t kMostNodes = 100'000;

}  // namespace weir::topology
