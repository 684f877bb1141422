#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "link/batch.h"
#include "observe/page.h"

namespace weir::run {

/// Which batch a replica works on, on its page: after a death it is known which one was at hand. One thread.
class AtHand {
 public:
  /// `page` must outlive this.
  explicit AtHand(observe::Page& page) : cells_(page.stage()) {}

  void take(const link::Identity& batch) {
    cells_.at_hand_part.set(part_of(batch));
    cells_.at_hand.set(batch.sequence + 1);
  }
  void put_down() { cells_.at_hand.set(0); }

  /// The one that is at hand, or was when the stage died; nothing where there is none.
  std::optional<link::Identity> batch() const {
    const std::uint64_t at_hand = cells_.at_hand.get();
    if (at_hand == 0) return std::nullopt;
    const std::uint64_t part = cells_.at_hand_part.get();
    return link::Identity{.stream = static_cast<std::uint32_t>(part >> 32),
                          .sequence = at_hand - 1,
                          .part = static_cast<std::uint32_t>(part)};
  }

  /// The stage has died, in this life or the one before: counts it against the batch that was at hand then.
  void note_death() {
    const std::uint64_t at_hand = cells_.at_hand.get();
    if (at_hand == 0) return;
    const bool again = cells_.deadly.get() == at_hand && cells_.deadly_part.get() == cells_.at_hand_part.get();
    cells_.deaths.set(again ? cells_.deaths.get() + 1 : 1);
    cells_.deadly.set(at_hand);
    cells_.deadly_part.set(cells_.at_hand_part.get());
    put_down();
    if (cells_.deaths.get() != kMostDeaths) return;
    observe::PoisonCells& poison = cells_.poison[cells_.poisons.get() % cells_.poison.size()];
    poison.batch.set(at_hand);
    poison.part.set(cells_.at_hand_part.get());
    cells_.poisons.add(1);
  }

  /// Whether the stage has died of the batch so often that it must not see it again. The latest few are remembered:
  /// one comes again until nobody needs it.
  bool is_poison(const link::Identity& batch) const {
    return cells_.poisons.get() > 0 && std::ranges::any_of(cells_.poison, [&](const observe::PoisonCells& poison) {
             return poison.batch.get() == batch.sequence + 1 && poison.part.get() == part_of(batch);
           });
  }

  static constexpr std::uint64_t kMostDeaths = 5;

 private:
  static std::uint64_t part_of(const link::Identity& batch) { return (std::uint64_t{batch.stream} << 32) | batch.part; }

  observe::StageCells& cells_;
};

}  // namespace weir::run
