#pragma once

#include <poll.h>
#include <weir/engine.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "run/clock.h"

namespace weir::run {

/// What a turn of a loop came to, and so what it waits for. A turn that sent anything has worked: sending may use up
/// the event by which a socket would have told of what came in, so it has to be looked at again.
enum class Turn {
  kWorked,   ///< something moved: turn again
  kUnready,  ///< a receiver has not said Hello
  kStarved,  ///< nothing to take in, or not yet time to produce
  kBlocked,  ///< a link has no room
  kDone,     ///< all is over and accounted for
};

/// What moves the records through one replica. It never waits: its host decides how. One thread.
class Loop {
 public:
  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  /// Moves what it can, a bounded amount.
  virtual Turn turn() = 0;

  /// The stage has died of an exception and `stage` is its next life: gives it what the other one kept, starts it and
  /// brings it to where that was. `stage` must outlive the loop, or be replaced by another. Throws what the stage
  /// throws; then this may be called again with one more life.
  virtual void revive(BatchStage& stage) = 0;

  /// Sends what is held back as long as there is work, such as acknowledgements. Called before the host waits: when it
  /// returns true, something was sent, and the loop wants another turn.
  virtual bool flush() = 0;

  /// When to turn again if nothing comes, after such a turn, on the clock of `now_ns`.
  virtual std::int64_t wake_ns(Turn last) const = 0;

  /// Whether something may have come that such a turn waits for, as far as one can know without asking ZeroMQ: always
  /// so where it comes from another process.
  virtual bool may_go_on(Turn last) const = 0;

  /// Adds what to wait for after such a turn. False where it is there already.
  virtual bool watch(Turn last, std::vector<pollfd>& descriptors) = 0;
};

/// Batches that a loop moves in one turn at most, so that it looks at the clock and its senders in between.
inline constexpr int kBatchesPerTurn = 64;

/// How long a turn goes on taking up batches. What is done is sent at its end: within `linger`, or after the batch at
/// hand where the stage is slow.
inline std::int64_t longest_turn_ns(std::chrono::nanoseconds linger) {
  constexpr std::chrono::nanoseconds kMost = std::chrono::milliseconds{1};
  return std::min(linger, kMost).count();
}

}  // namespace weir::run
