#include <weir/catalog.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "promise.h"
#include "topology/configuration.h"
#include "topology/graph.h"
#include "topology/printable.h"

// Bytes as a configuration: a plan that can be drawn, or diagnostics that can be shown.
namespace weir::fuzz {
namespace {

using topology::Diagnostic;
using topology::Inputs;
using topology::Override;
using topology::Plan;

constexpr std::size_t kLongestText = 64 * 1024;

/// Calls `take` with each line of a text that may end without a line end.
template <class Take>
void for_each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Lines such as `#set queues.a.capacity 8`, which to YAML are comments, stand for the command line.
std::vector<Override> overrides_in(std::string_view text) {
  constexpr std::string_view kMark = "#set ";
  std::vector<Override> overrides;
  for_each_line(text, [&](std::string_view line) {
    if (!line.starts_with(kMark)) return;
    line.remove_prefix(kMark.size());
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string path(line.substr(0, space));
    overrides.push_back({path, std::string(line.substr(std::min(space + 1, line.size()))), "--set " + path});
  });
  return overrides;
}

std::optional<std::string> environment(const std::string& name) {
  if (name == "EMPTY") return "";
  if (name == "EIGHT") return "8";
  if (name == "LINES") return "a: [\n- b";
  return std::nullopt;
}

void check_diagnostics(const std::vector<Diagnostic>& diagnostics, std::string_view text) {
  for (const Diagnostic& diagnostic : diagnostics) {
    require(!diagnostic.place.source.empty() && !diagnostic.message.empty(), "a diagnostic says where and what");
    require((diagnostic.place.line == 0) == (diagnostic.place.column == 0), "a place is a line and a column");
  }
  const std::string rendered = topology::render(diagnostics, text);
  require(rendered.ends_with("nothing was started\n"), "mistakes are shown to the end");
  for_each_line(rendered, [](std::string_view line) {
    require(topology::printable(line) == line, "what is shown is safe for a terminal");
  });
}

void check_plan(const Plan& plan) {
  require(!plan.stages.empty() && !plan.links.empty(), "a plan has stages and links");
  for (const auto format :
       {topology::GraphFormat::kText, topology::GraphFormat::kMermaid, topology::GraphFormat::kDot}) {
    require(topology::draw(plan, format).ends_with('\n'), "every plan can be drawn");
  }
}

void plan_from(std::string_view text) {
  static const Catalog catalog = built_in_stages();
  const Inputs inputs{"fuzz.yaml", "/etc/weir", std::string(text), overrides_in(text), environment};
  const topology::Planned planned = topology::make_plan(inputs, catalog);
  require(planned.plan.has_value() == planned.diagnostics.empty(), "either a plan or what is wrong");
  if (planned.plan) {
    check_plan(*planned.plan);
  } else {
    check_diagnostics(planned.diagnostics, text);
  }
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size <= weir::fuzz::kLongestText) weir::fuzz::plan_from({reinterpret_cast<const char*>(data), size});
  return 0;
}
