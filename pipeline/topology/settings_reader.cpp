#include "topology/settings_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "topology/fields.h"

namespace weir::topology {

namespace {

/// What stands in the file, or empty and a mistake where it is no scalar or list of scalars.
std::optional<SettingText> text_of(const Node& node, const std::string& what, const SettingsOwner& owner,
                                   Mistakes& mistakes) {
  SettingText text;
  text.directory = owner.directory;
  text.is_list = node.is_list();
  if (!node.is_list()) {
    if (node.is_map()) {
      mistakes.add(node.place, what + " can't be a map");
      return std::nullopt;
    }
    if (!expect(node, Node::Kind::kScalar, what, mistakes)) return std::nullopt;
    text.items.push_back(node.text);
    return text;
  }
  for (const Node& item : node.items) {
    if (!expect(item, Node::Kind::kScalar, "an item of " + what, mistakes)) return std::nullopt;
    text.items.push_back(item.text);
  }
  return text;
}

void refuse_unknown_settings(const Node& with, const std::vector<std::string>& known, const SettingsOwner& owner,
                             Mistakes& mistakes) {
  for (const Entry& entry : with.entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    mistakes.add(entry.place, "unknown setting " + quote(entry.key) + " for " + owner.title +
                                  mistakes.did_you_mean(entry.key, known));
  }
}

std::string shown(const SettingText& text) { return text.is_list ? setting_text(text.items) : text.items.front(); }

}  // namespace

std::vector<std::string> field_names(const StageSpec& spec) {
  std::vector<std::string> names;
  for (const Field& field : spec.fields) names.push_back(field.name);
  return names;
}

std::shared_ptr<const void> read_settings(const StageSpec& spec, const Node* with, const SettingsOwner& owner,
                                          Draft& draft) {
  std::shared_ptr<void> settings = spec.make_settings();
  if (with != nullptr && with->is_null()) with = nullptr;
  if (with != nullptr && !expect(*with, Node::Kind::kMap, "'with' of " + owner.title, draft.mistakes)) return settings;

  if (with != nullptr) refuse_unknown_settings(*with, field_names(spec), owner, draft.mistakes);

  for (const Field& field : spec.fields) {
    const std::string path = owner.path + ".with." + field.name;
    const Node* const node = with != nullptr ? with->find(field.name) : nullptr;
    if (node == nullptr) {
      if (field.required) draft.mistakes.add(owner.place, owner.title + " needs the setting " + quote(field.name));
      draft.record(path, field.default_text, "default");
      continue;
    }
    const std::string what = "setting " + quote(field.name) + " of " + owner.title;
    const std::optional<SettingText> text = text_of(*node, what, owner, draft.mistakes);
    if (!text) continue;
    if (const Problem problem = field.set(settings.get(), *text)) {
      draft.mistakes.add(node->place, what + " " + *problem);
    }
    draft.record(path, shown(*text), origin_of(*node), text->is_list ? text->items : std::vector<std::string>{});
  }
  return settings;
}

}  // namespace weir::topology
