#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "topology/diagnostic.h"

namespace weir::topology {

/// Gathers what is wrong with a configuration. One thread.
class Mistakes {
 public:
  void add(const Place& place, std::string message);

  /// The same, and what is reported at exactly this place of the file afterwards is only its consequence.
  void add_cause(const Place& place, std::string message);

  /// "; did you mean 'factor'?" where a candidate is near. Gives up on suggestions once it has compared so much text
  /// that only a file made to keep it busy can have caused it.
  std::string did_you_mean(std::string_view text, const std::vector<std::string>& candidates);

  bool none() const { return diagnostics_.empty(); }

  /// All of them in the order of their places, none twice.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> diagnostics_;
  std::set<std::pair<std::size_t, std::size_t>> causes_;  ///< lines and columns
  std::size_t compared_ = 0;                              ///< pairs of characters
};

}  // namespace weir::topology
