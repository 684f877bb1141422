#pragma once

#include <weir/settings.h>
#include <weir/spec.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

/// Whether the node is of this kind; a mistake where not: "'queues' must be a map, not a list".
bool expect(const Node& node, Node::Kind kind, const std::string& what, Mistakes& mistakes);

/// The keys of one map in the file. Reads known ones into fields of the plan, records what each is in the end and
/// where that comes from, and reports what is wrong. `map` and `draft` must outlive it.
class Fields {
 public:
  /// `path` as `weir plan` shows it, "queues.lines" or empty for the file itself; `owner` as messages name it,
  /// " of queue 'lines'". A null `map` has no keys.
  Fields(const Node* map, std::string path, std::string owner, Draft& draft);

  /// A mistake for each key that is not among `known`. Those in `settings` belong under 'with'.
  void refuse_unknown(const std::vector<std::string>& known, const std::vector<std::string>& settings = {});

  /// The value under `key`, if any.
  const Node* find(std::string_view key) const { return map_ == nullptr ? nullptr : map_->find(key); }

  /// The scalar under `key`; null, and a mistake where it is something else, if there is none.
  const Node* find_scalar(std::string_view key);

  /// A value with bounds that are part of the range.
  template <class T>
  void read(std::string_view key, T& value, T least, T most) {
    read_with(key, value, [&](const Node& node) -> Problem {
      T read_value{};
      if (Problem problem = read_item(SettingText{}, node.text, read_value)) return problem;
      if (read_value < least || most < read_value) return out_of_range(setting_text(least), setting_text(most));
      value = read_value;
      return std::nullopt;
    });
  }

  void read_flag(std::string_view key, bool& value) {
    read_with(key, value, [&](const Node& node) { return weir::read(node.text, value); });
  }

  /// One of `all` the values of an enumeration, by their names.
  template <class E, std::size_t N>
  void read_choice(std::string_view key, E& value, const std::array<E, N>& all) {
    const Node* const node = find_scalar(key);
    if (node != nullptr) {
      std::vector<std::string> names;
      for (const E each : all) {
        names.emplace_back(to_string(each));
        if (names.back() == node->text) value = each;
      }
      if (Problem problem = unknown_choice(names, node->text)) refuse(key, *node, *problem);
    }
    record(key, std::string(to_string(value)));
  }

  /// "'capacity' of queue 'lines' must be …"
  void refuse(std::string_view key, const Node& node, const std::string& problem);

  /// What `key` is in the end; its origin is where it stands, or "default".
  void record(std::string_view key, std::string value);

  std::string path_of(std::string_view key) const;
  std::string name_of(std::string_view key) const { return quote(key) + owner_; }

 private:
  template <class T, class Read>
  void read_with(std::string_view key, T& value, const Read& read_node) {
    if (const Node* const node = find_scalar(key)) {
      if (Problem problem = read_node(*node)) refuse(key, *node, *problem);
    }
    record(key, setting_text(value));
  }

  const Node* map_;
  std::string path_;
  std::string owner_;
  Draft& draft_;
};

}  // namespace weir::topology
