#pragma once

#include <weir/stage.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace weir::producers {

/// The way of a producer that goes through a list again and again. One thread.
class Rounds {
 public:
  /// `repeat` 0: without end, unless there are no items.
  Rounds(std::size_t items, std::uint64_t repeat) : items_(items), end_(end_of(items, repeat)) {}

  std::optional<Position> position() const { return Position{.number = taken_}; }
  void seek(const Position& position) {
    taken_ = position.number;
    if (items_ > 0) next_ = taken_ % items_;
  }

  std::optional<std::uint64_t> total() const {
    if (end_ == kEndless) return std::nullopt;
    return end_;
  }

  bool has_ended() const { return taken_ == end_; }
  std::uint64_t taken() const { return taken_; }

  /// The index of the item whose turn it is. Not once it has ended.
  std::size_t take() {
    const std::size_t item = next_;
    next_ = item + 1 == items_ ? 0 : item + 1;
    ++taken_;
    return item;
  }

 private:
  static constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

  static std::uint64_t end_of(std::size_t items, std::uint64_t repeat) {
    if (items == 0) return 0;
    return repeat == 0 || repeat > kEndless / items ? kEndless : repeat * items;
  }

  std::size_t items_;
  std::uint64_t end_;
  std::uint64_t taken_ = 0;
  std::size_t next_ = 0;  ///< taken_ modulo items_
};

/// A producer whose records are the items of a list, again and again; or a list of one, whose records differ by their
/// numbers alone. So it can go on wherever it stood.
template <Record Out>
class InRounds : public Producer<Out> {
 public:
  std::optional<Position> position() const override { return rounds_.position(); }
  void seek(const Position& position) override { rounds_.seek(position); }
  std::optional<std::uint64_t> total() const override { return rounds_.total(); }

 protected:
  InRounds(std::size_t items, std::uint64_t repeat) : rounds_(items, repeat) {}

  Rounds& rounds() { return rounds_; }

 private:
  Rounds rounds_;
};

}  // namespace weir::producers
