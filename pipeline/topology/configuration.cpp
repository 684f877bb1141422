#include "topology/configuration.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "topology/draft.h"
#include "topology/implied_links.h"
#include "topology/overrides.h"
#include "topology/variables.h"
#include "topology/yaml_reader.h"

namespace weir::topology {

namespace {

/// Overrides of links come last: they may be about links that are implied once all stages are known.
void complete(Node& root, const Inputs& inputs, Draft& draft) {
  check_duplicate_keys(root, draft.mistakes);
  std::vector<Override> of_links = inputs.overrides;
  const auto others = std::stable_partition(of_links.begin(), of_links.end(), std::not_fn(leads_into_links));
  const auto split = static_cast<std::size_t>(others - of_links.begin());
  apply_overrides(root, std::span(of_links).first(split), draft.mistakes);
  draft.knows_all_links = add_implied_links(root, inputs.overrides, draft.mistakes);
  apply_overrides(root, std::span(of_links).subspan(split), draft.mistakes);
  replace_variables(root, inputs, draft.mistakes);
}

void check(const Node& root, const Inputs& inputs, const Catalog& catalog, Draft& draft) {
  read_general(root, inputs.source, draft);
  read_stages(root, inputs.directory, catalog, draft);
  read_links(root, draft);
  check_wiring(draft);
  resolve_types(draft);
  check_promises(draft);
  check_written_files(draft);
}

}  // namespace

Planned make_plan(const Inputs& inputs, const Catalog& catalog) {
  auto read = read_yaml(inputs.source, inputs.text);
  if (auto* const diagnostic = std::get_if<Diagnostic>(&read)) return {std::nullopt, {*diagnostic}};
  Node root = std::get<Node>(std::move(read));
  if (root.is_null()) {
    return {std::nullopt, {{{inputs.source, 1, 1}, "the file is empty; a pipeline needs producers and consumers"}}};
  }
  if (!root.is_map()) {
    return {std::nullopt,
            {{root.place, "the file must be a map with 'version: 1', 'producers' and 'consumers', not " +
                              std::string(kind_name(root.kind))}}};
  }
  Draft draft;
  complete(root, inputs, draft);
  check(root, inputs, catalog, draft);
  if (!draft.mistakes.none()) return {std::nullopt, draft.mistakes.take()};
  assign_processes(draft.plan);
  resolve_transports(draft.plan);
  return {std::move(draft.plan), {}};
}

}  // namespace weir::topology
