#pragma once

#include <nlohmann/json.hpp>
#include <weir/spec.h>

#include <span>
#include <string>

namespace weir::cli {

/// What a stage takes and gives: a message type without its package, "any", "the same" or "-".
std::string takes(const StageSpec& spec);
std::string gives(const StageSpec& spec);

/// The manual page of a stage type as a person reads it, at most 100 columns wide.
std::string manual_page(const StageSpec& spec);

/// The pages of all stage types as one Markdown document, with a table of contents.
std::string manual_markdown(std::span<const StageSpec> specs);

/// The same for programs.
nlohmann::ordered_json manual_json(const StageSpec& spec);

}  // namespace weir::cli
