#pragma once

#include <weir/stage.h>

#include <atomic>
#include <optional>

#include "observe/page.h"

namespace weir::run {

/// Where a producer stood behind what it sent last, on its page: from there another life of it goes on. It is written
/// beside the one before, so that a kill in between leaves that one. One thread.
class SentPosition {
 public:
  /// `page` must outlive this.
  explicit SentPosition(observe::Page& page) : cells_(page.stage()) {}

  void forget() { cells_.has_sent.set(kNothing); }

  /// `position`: empty where the producer can't say.
  void note(const std::optional<Position>& position) {
    if (!position) return cells_.has_sent.set(kUnknown);
    const std::uint64_t next = cells_.has_sent.get() == kInFirst ? kInSecond : kInFirst;
    observe::PositionCells& cells = cells_.sent[next - kInFirst];
    cells.offset.set(position->offset);
    cells.number.set(position->number);
    std::atomic_signal_fence(std::memory_order_release);  // a kill finds both where it finds what follows
    cells_.has_sent.set(next);
  }

  /// Empty where nothing was sent. Throws StageError where the producer could not say.
  std::optional<Position> get() const {
    const std::uint64_t where = cells_.has_sent.get();
    if (where == kUnknown) fail();
    if (where == kNothing) return std::nullopt;
    const observe::PositionCells& cells = cells_.sent[where - kInFirst];
    return Position{cells.offset.get(), cells.number.get()};
  }

  /// Where a new life of a producer says that it stands, once it has started. Throws StageError where it can't say:
  /// then the life before may have read ahead, even of what was sent first, and that does not come again.
  static void check(const std::optional<Position>& of_new_life) {
    if (!of_new_life) fail();
  }

 private:
  [[noreturn]] static void fail() { throw StageError("its input can't be gone back in, to where it had got to"); }

  static constexpr std::uint64_t kNothing = 0;
  static constexpr std::uint64_t kInFirst = 1;
  static constexpr std::uint64_t kInSecond = 2;
  static constexpr std::uint64_t kUnknown = 3;

  observe::StageCells& cells_;
};

}  // namespace weir::run
