#pragma once

#include <weir/engine.h>

#include <vector>

#include "observe/page.h"
#include "run/account.h"
#include "run/at_hand.h"
#include "run/inlets.h"
#include "run/loop.h"
#include "run/losses.h"
#include "run/neighbours.h"
#include "run/record_rejections.h"
#include "run/strides.h"

namespace weir::run {

/// Drives a consumer. Where an account is kept, a batch is acknowledged only when the consumer's commit and the account
/// have it.
class SinkLoop final : public Loop {
 public:
  /// All references must outlive the loop. `account`: null where none is kept.
  SinkLoop(BatchConsumer& stage, Inlets& inlets, RecordRejections& rejections, observe::Page& page, Account* account,
           Durability durability, Neighbours neighbours, Losses losses);

  Turn turn() override;
  void revive(BatchStage& stage) override;
  bool flush() override { return inlets_.flush(now_ns()); }
  std::int64_t wake_ns(Turn last) const override;
  bool may_go_on(Turn last) const override;
  bool watch(Turn last, std::vector<pollfd>& descriptors) override;

 private:
  void consume(const link::Arrival& arrival);
  /// Gives it to the stage. Where that dies, nothing of it is counted.
  void feed(const link::Arrival& arrival);
  void commit();

  BatchConsumer* stage_;
  Inlets& inlets_;
  RecordRejections& rejections_;
  observe::Page& page_;
  Account* account_;
  Durability durability_;
  Neighbours neighbours_;
  AtHand at_hand_;
  Strides strides_;
  Losses losses_;
  const link::Arrival* unconsumed_ = nullptr;  ///< taken from the inlets
  std::vector<link::Arrival> uncommitted_;
  std::int64_t next_commit_ns_ = 0;
  std::int64_t now_ns_ = 0;  ///< at the latest look at the clock
};

}  // namespace weir::run
