#pragma once

#include <weir/engine.h>

#include <chrono>
#include <cstdint>
#include <functional>

#include "observe/page.h"
#include "run/account.h"
#include "run/clock.h"
#include "run/inlets.h"
#include "run/loop.h"
#include "run/outlets.h"
#include "run/record_rejections.h"

namespace weir::run {

/// When a transformer acknowledges a batch.
enum class AcknowledgeWhen {
  kDone,           ///< it has answered: enough where the answer can't die alone
  kNobodyNeedsIt,  ///< all receivers have acknowledged the answer
};

struct RelayTerms {
  std::uint32_t stream = 0;  ///< the replica's number, for what the stage emits at its end
  AcknowledgeWhen when = AcknowledgeWhen::kDone;
  std::chrono::nanoseconds linger{};  ///< what is done waits so long at most
};

/// Drives a transformer: answers each batch that comes with one that goes.
class RelayLoop final : public Loop {
 public:
  /// What a relay that may be started anew needs beside.
  struct Lives {
    Account* account = nullptr;                            ///< null: none is kept
    std::function<bool(std::uint32_t replica)> has_ended;  ///< asked of the neighbours; null in the first life
  };

  /// All references must outlive the loop.
  RelayLoop(BatchTransformer& stage, const RelayTerms& terms, Inlets& inlets, Outlets& outlets,
            RecordRejections& rejections, observe::Page& page, Lives lives);

  Turn turn() override;
  bool flush() override { return inlets_.flush(); }
  std::int64_t wake_ns(Turn last) const override;
  void add_descriptors(Turn last, std::vector<pollfd>& descriptors) const override;

 private:
  void look_at_neighbours(std::int64_t now);
  Turn relay();
  void answer(const link::Arrival& arrival);
  void finish();

  BatchTransformer& stage_;
  RelayTerms terms_;
  Inlets& inlets_;
  Outlets& outlets_;
  RecordRejections& rejections_;
  observe::Page& page_;
  Lives lives_;
  std::int64_t next_look_ns_ = kNever;
  std::int64_t done_ns_ = 0;  ///< with the latest batch
  bool finished_ = false;
};

}  // namespace weir::run
