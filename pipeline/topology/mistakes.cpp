#include "topology/mistakes.h"

#include <weir/spec.h>

#include <algorithm>
#include <utility>

namespace weir::topology {

void Mistakes::add(const Place& place, std::string message) {
  if (!causes_.contains({place.line, place.column})) diagnostics_.push_back({place, std::move(message)});
}

void Mistakes::add_cause(const Place& place, std::string message) {
  add(place, std::move(message));
  if (place.line != 0) causes_.emplace(place.line, place.column);
}

std::string Mistakes::did_you_mean(std::string_view text, const std::vector<std::string>& candidates) {
  constexpr std::size_t kMostCompared = 4'000'000;
  if (compared_ > kMostCompared) return {};
  for (const std::string& candidate : candidates) compared_ += text.size() * candidate.size();
  const std::string nearest = nearest_name(text, candidates);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

std::vector<Diagnostic> Mistakes::take() {
  std::ranges::stable_sort(diagnostics_, comes_before, &Diagnostic::place);
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.place == b.place && a.message == b.message;
  };
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same), diagnostics_.end());
  return std::exchange(diagnostics_, {});
}

}  // namespace weir::topology
