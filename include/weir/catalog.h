#pragma once

#include <weir/spec.h>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

/// The stage types that a program knows. Filled once, before anything runs; then any thread may read it.
class Catalog {
 public:
  /// Throws std::logic_error when the role has a type of this name already.
  Catalog& add(StageSpec spec);

  /// Null where the role has no type of this name. Lives as long as the catalog does and nothing is added.
  const StageSpec* find(Role role, std::string_view name) const;

  /// In the order added.
  std::span<const StageSpec> specs() const { return specs_; }

  /// An empty block for records of a message type (its full name) that some stage names; throws std::logic_error
  /// for any other.
  std::unique_ptr<Records> make_records(std::string_view message_type) const;

 private:
  std::vector<StageSpec> specs_;
};

/// All stage types that come with weir.
Catalog built_in_stages();

}  // namespace weir
