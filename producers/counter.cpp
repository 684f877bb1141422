#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "producers/producers.h"

namespace weir::producers {

namespace {

using v1::Number;

class Counter final : public Producer<Number> {
 public:
  struct Settings {
    std::int64_t from = 0;
    std::int64_t step = 1;
    std::uint64_t count = 0;
  };

  explicit Counter(const Settings& settings)
      : settings_(settings),
        next_(static_cast<std::uint64_t>(settings.from)),
        step_(static_cast<std::uint64_t>(settings.step)),
        left_(settings.count == 0 ? room(settings) : std::min(settings.count, room(settings))),
        ends_in_overflow_(left_ != settings.count) {}

  std::optional<Position> position() const override { return Position{.number = made_}; }
  void seek(const Position& position) override {
    made_ = position.number;
    next_ += made_ * step_;
    left_ -= made_;
  }

  bool produce(Emitter<Number>& out) override {
    if (left_ == 0) return end();
    --left_;
    ++made_;
    out.emit().set_value(static_cast<std::int64_t>(next_));
    next_ += step_;
    return true;
  }

  std::optional<std::uint64_t> total() const override {
    if (settings_.count == 0) return std::nullopt;
    return settings_.count;
  }

 private:
  /// How many numbers there are before one leaves 64 bits.
  static std::uint64_t room(const Settings& settings) {
    constexpr auto kEndless = std::numeric_limits<std::uint64_t>::max();
    constexpr auto kLeast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min());
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (settings.step == 0) return kEndless;
    // Unsigned, because the distance of two numbers may not fit their own type.
    const auto from = static_cast<std::uint64_t>(settings.from);
    const auto step = static_cast<std::uint64_t>(settings.step);
    const std::uint64_t steps = settings.step > 0 ? (kMost - from) / step : (from - kLeast) / (0 - step);
    return steps == kEndless ? kEndless : steps + 1;
  }

  bool end() const {
    if (!ends_in_overflow_) return false;
    throw StageError("counter: the number after " + std::to_string(static_cast<std::int64_t>(next_ - step_)) +
                     " does not fit into 64 bits");
  }

  Settings settings_;
  std::uint64_t next_;  ///< wraps around after the last number
  std::uint64_t step_;
  std::uint64_t left_;
  std::uint64_t made_ = 0;
  bool ends_in_overflow_;
};

}  // namespace

StageSpec counter() {
  return describe<Counter>("counter", "Counts: from, from + step, from + 2 step, …")
      .field("from", &Counter::Settings::from, "The first number.")
      .field("step", &Counter::Settings::step, "What is added each time; may be negative or 0.")
      .field("count", &Counter::Settings::count, "How many numbers; 0: endless.")
      .details(
          "Numbers have 64 bits. When the next one would not fit, the stage fails after the last that did; a `count` "
          "that is reached before ends it normally.");
}

}  // namespace weir::producers
