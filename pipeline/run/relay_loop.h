#pragma once

#include <weir/engine.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "observe/page.h"
#include "run/account.h"
#include "run/at_hand.h"
#include "run/clock.h"
#include "run/inlets.h"
#include "run/loop.h"
#include "run/neighbours.h"
#include "run/outlets.h"
#include "run/record_rejections.h"
#include "run/snapshots.h"
#include "run/strides.h"

namespace weir::run {

/// When a transformer acknowledges a batch.
enum class AcknowledgeWhen {
  kDone,           ///< it has answered: enough where the answer can't die alone
  kNobodyNeedsIt,  ///< all receivers have acknowledged the answer
  kIsKept,         ///< and it is in a snapshot of the stage
};

struct RelayTerms {
  std::uint32_t stream = 0;  ///< the replica's number, for what the stage emits at its end
  AcknowledgeWhen when = AcknowledgeWhen::kDone;
  std::chrono::nanoseconds linger{};  ///< what is done waits so long at most
};

/// Drives a transformer: answers each batch that comes with one that goes.
class RelayLoop final : public Loop {
 public:
  /// All references must outlive the loop. `account`: null where none is kept; needed for `kIsKept`.
  RelayLoop(BatchTransformer& stage, const RelayTerms& terms, Inlets& inlets, Outlets& outlets,
            RecordRejections& rejections, observe::Page& page, Account* account, Neighbours neighbours);

  Turn turn() override;
  void revive(BatchStage& stage) override;
  bool flush() override { return inlets_.flush(now_ns()); }
  std::int64_t wake_ns(Turn last) const override;
  bool may_go_on(Turn last) const override;
  bool watch(Turn last, std::vector<pollfd>& descriptors) override;

 private:
  Turn relay();
  void answer(const link::Arrival& arrival);
  void transform(const link::Arrival& arrival, Records& out);
  /// An answer that is being filled: until it is offered, the stage may die.
  link::Answer& open_answer();
  /// The parts of a sequence that were answered. They are acknowledged together: how its answers are numbered depends
  /// on all before them, so another life has to be given all of them again.
  struct Parts {
    std::size_t answered = 0;
    bool are_all = false;
    std::vector<link::Origin> settled;
  };
  /// Whether an earlier life has counted the batch; else it is noted.
  bool was_counted(const link::Identity& identity);
  void settle(const link::Answer& answer);
  void finish();

  BatchTransformer* stage_;
  RelayTerms terms_;
  Inlets& inlets_;
  Outlets& outlets_;
  RecordRejections& rejections_;
  observe::Page& page_;
  Account* account_;
  Neighbours neighbours_;
  std::optional<Snapshots> snapshots_;
  AtHand at_hand_;
  Strides strides_;
  const link::Arrival* unanswered_ = nullptr;  ///< taken from the inlets
  link::Answer* open_ = nullptr;
  std::map<std::pair<std::uint32_t, std::uint64_t>, Parts> open_parts_;  ///< by stream and sequence
  std::uint64_t rejected_before_ = 0;                                    ///< the open answer
  std::vector<link::Origin> answered_before_the_end_;                    ///< and told again since
  std::int64_t now_ns_ = 0;                                              ///< at the latest look at the clock
  bool finished_ = false;
};

}  // namespace weir::run
