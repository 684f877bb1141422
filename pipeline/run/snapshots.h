#pragma once

#include <weir/stage.h>

#include <cstdint>
#include <vector>

#include "link/batch.h"
#include "run/account.h"
#include "run/inlets.h"
#include "run/outlets.h"

namespace weir::run {

/// When a transformer that keeps something may acknowledge a batch: once its account has a snapshot of the stage with
/// the batch in it, and everything that was emitted before the snapshot has arrived. From that on a new life goes on.
///
/// So at any time there are answers of two ages: those before the snapshot that is sealed, for whose acknowledgement
/// it waits, and those after it. One thread.
class Snapshots {
 public:
  /// All references must outlive this.
  Snapshots(Account& account, Inlets& inlets, Outlets& outlets)
      : account_(account), inlets_(inlets), outlets_(outlets) {}

  /// The stage has taken the arrival in and answers. Before the answer is offered. The records are released later.
  void take_in(const link::Arrival& arrival, link::Answer& answer);

  /// Nobody needs the answer any more.
  void settle(const link::Answer& answer);

  /// Commits and acknowledges what can be, and seals the next snapshot when it is time to.
  void turn(std::int64_t now, const Receiving& stage);

  /// Seals the state as it is once all is taken in, and before the stage emits its tail: a new life that goes on from
  /// it emits the same tail. False while an earlier snapshot waits for its answers to arrive.
  bool seal_last(std::int64_t now, const Receiving& stage);

  /// What the stage has taken in since the snapshot that is sealed, for a life of it that begins there.
  const std::vector<link::Arrival>& since_sealed() const { return latest_.arrivals; }

  /// When it is time to.
  std::int64_t next_ns() const;

 private:
  /// What was answered between two snapshots.
  struct Age {
    std::vector<link::Arrival> arrivals;
    std::uint64_t unsettled = 0;  ///< answers
  };
  void seal(std::int64_t now, const Receiving& stage);
  void commit(std::int64_t now);

  Account& account_;
  Inlets& inlets_;
  Outlets& outlets_;
  std::uint64_t answers_ = 0;
  std::uint64_t first_of_latest_ = 0;  ///< answer
  Age sealed_;
  Age latest_;
  bool is_sealed_ = false;
  std::int64_t next_ns_ = 0;
};

}  // namespace weir::run
