#pragma once

#include <weir/spec.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "topology/draft.h"

namespace weir::topology {

/// Whose settings are read.
struct SettingsOwner {
  std::string title;  ///< "transformer 'scale'"
  std::string path;   ///< "transformers.scale"
  Place place;        ///< of its name
  const std::filesystem::path& directory;
};

/// The settings that a stage type has.
std::vector<std::string> field_names(const StageSpec& spec);

/// The Settings of a stage, filled from the map under `with` (null: there is none) by what its spec says.
std::shared_ptr<const void> read_settings(const StageSpec& spec, const Node* with, const SettingsOwner& owner,
                                          Draft& draft);

}  // namespace weir::topology
