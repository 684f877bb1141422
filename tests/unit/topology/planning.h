#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/test_stages.h"
#include "topology/configuration.h"

namespace weir::topology {

/// A configuration under test: its text, and what the command line and the environment add.
struct Case {
  std::string text;
  std::vector<Override> overrides = {};
  std::map<std::string, std::string> environment = {};
};

inline const Catalog& test_catalog() {
  static const Catalog catalog = test::test_stages();
  return catalog;
}

inline Planned plan_of(const Case& one, const std::string& source = "test.yaml") {
  Inputs inputs;
  inputs.source = source;
  inputs.directory = "/etc/weir";
  inputs.text = one.text;
  inputs.overrides = one.overrides;
  inputs.environment = [&one](const std::string& name) -> std::optional<std::string> {
    const auto variable = one.environment.find(name);
    return variable == one.environment.end() ? std::nullopt : std::optional(variable->second);
  };
  return make_plan(inputs, test_catalog());
}

/// Throws, and so fails the test, where there is no plan.
inline Plan good_plan(const Case& one) {
  Planned planned = plan_of(one);
  if (!planned.plan) throw std::runtime_error(render(planned.diagnostics, one.text));
  return *std::move(planned.plan);
}

/// "PLACE: MESSAGE" of each mistake.
inline std::vector<std::string> mistakes_of(const Case& one) {
  const Planned planned = plan_of(one);
  EXPECT_EQ(planned.plan.has_value(), planned.diagnostics.empty());
  std::vector<std::string> mistakes;
  for (const Diagnostic& diagnostic : planned.diagnostics) {
    mistakes.push_back(diagnostic.place.text() + ": " + diagnostic.message);
  }
  return mistakes;
}

/// "VALUE from ORIGIN", as `weir plan` has it.
inline std::string value_of(const Plan& plan, const std::string& path) {
  const auto value = std::ranges::find(plan.values, path, &ResolvedValue::path);
  return value == plan.values.end() ? "none" : value->value + " from " + value->origin;
}

inline Override set(std::string path, std::string value) {
  std::string origin = "--set " + path;
  return {std::move(path), std::move(value), std::move(origin)};
}

inline const std::string kChain = R"(version: 1
producers:
  book: {type: lines, with: {path: book.txt}}
transformers:
  words: {type: count}
consumers:
  total: {type: sum}
)";

/// Its transformer keeps nothing from one record to the next.
inline const std::string kStateless =
    "version: 1\nproducers: {from: {type: numbers}}\ntransformers: {again: {type: same}}\nconsumers: {total: {type: "
    "sum}}\n";

}  // namespace weir::topology
