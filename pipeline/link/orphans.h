#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

#include "link/batch.h"

namespace weir::link {

/// Batches that are still needed here although the life of their sender that sent them is over. The next life sends
/// them again, and is told of them when the first one is no longer needed. One thread.
class Orphans {
 public:
  void add(const Identity& identity) { heirs_[key_of(identity)] = std::nullopt; }

  bool has(const Identity& identity) const { return heirs_.contains(key_of(identity)); }

  /// An orphan has come again, from `origin`.
  void adopt(const Origin& origin) { heirs_[key_of(origin.identity)] = origin; }

  /// The batch is no longer needed. Whom to tell in place of the sender that is gone, where it has come again.
  std::optional<Origin> settle(const Identity& identity) {
    const auto orphan = heirs_.extract(key_of(identity));
    return orphan ? orphan.mapped() : std::nullopt;
  }

 private:
  using Key = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;  // stream, sequence, part
  static Key key_of(const Identity& identity) { return {identity.stream, identity.sequence, identity.part}; }

  std::map<Key, std::optional<Origin>> heirs_;
};

}  // namespace weir::link
