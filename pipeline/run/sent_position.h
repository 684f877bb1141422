#pragma once

#include <weir/stage.h>

#include <optional>

#include "observe/page.h"

namespace weir::run {

/// Where a producer stood behind what it sent last, on its page: from there another life of it goes on. One thread.
class SentPosition {
 public:
  /// `page` must outlive this.
  explicit SentPosition(observe::Page& page) : cells_(page.stage()) {}

  void forget() { cells_.has_sent.set(kNothing); }

  /// `position`: empty where the producer can't say.
  void note(const std::optional<Position>& position) {
    cells_.sent_offset.set(position.value_or(Position{}).offset);
    cells_.sent_number.set(position.value_or(Position{}).number);
    cells_.has_sent.set(position ? kKnown : kUnknown);
  }

  /// Empty where nothing was sent. Throws StageError where the producer could not say.
  std::optional<Position> get() const {
    if (cells_.has_sent.get() == kUnknown) {
      throw StageError("its input can't be gone back in, to where it had got to");
    }
    if (cells_.has_sent.get() == kNothing) return std::nullopt;
    return Position{cells_.sent_offset.get(), cells_.sent_number.get()};
  }

 private:
  static constexpr std::uint64_t kNothing = 0;
  static constexpr std::uint64_t kKnown = 1;
  static constexpr std::uint64_t kUnknown = 2;

  observe::StageCells& cells_;
};

}  // namespace weir::run
