#pragma once

#include <weir/stage.h>

#include <cstdint>
#include <string>
#include <utility>

#include "link/arrival.h"
#include "run/clock.h"

namespace weir::run {

/// The loss that a batch stands for.
Loss loss_of(const link::Arrival& arrival);

/// What a replica was told is lost: one line in the log for losses that come together. One thread.
class Losses {
 public:
  explicit Losses(std::string who) : who_(std::move(who)) {}

  /// To be called with every batch.
  void note(const link::Arrival& arrival) {
    if (arrival.lost > 0) {
      add(arrival);
    } else if (records_ > 0 && now_ns() - noted_ns_ > kTogetherNs) {
      tell();
    }
  }

  /// Logs what was noted and not yet told.
  void tell();

 private:
  void add(const link::Arrival& arrival);

  static constexpr std::int64_t kTogetherNs = 50'000'000;

  std::string who_;
  std::uint64_t records_ = 0;
  std::int64_t noted_ns_ = 0;
  std::int64_t first_ns_ = 0;  ///< when the oldest was made
  std::int64_t last_ns_ = 0;
};

}  // namespace weir::run
