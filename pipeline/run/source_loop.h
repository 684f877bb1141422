#pragma once

#include <weir/engine.h>

#include <atomic>
#include <cstdint>
#include <optional>

#include "observe/page.h"
#include "run/cuts.h"
#include "run/loop.h"
#include "run/neighbours.h"
#include "run/outlets.h"
#include "run/pace.h"
#include "run/record_rejections.h"
#include "run/sent_position.h"

namespace weir::run {

/// How a producer's records become batches, and when they end.
struct SourceTerms {
  std::uint32_t stream = 0;  ///< the replica's number
  std::size_t batch_records = 512;
  std::size_t batch_bytes = 64 * 1024;
  std::chrono::nanoseconds linger{};    ///< a record waits for others so long at most
  std::optional<std::uint64_t> limit;   ///< records in all
  bool seeks = false;                   ///< the producer knows its position
  Durability durability{};              ///< of what it keeps
  std::optional<std::uint64_t> rate{};  ///< records a second; none: as many as go
};

/// Drives a producer: gathers what it emits into batches and sends them. Where its cuts are noted, a new life first
/// makes those batches again that may still be needed, or where its producer can't, marks them as lost.
class SourceLoop final : public Loop {
 public:
  /// All references must outlive the loop; `stop` asks it to end early. `cuts`: null where they are not noted.
  SourceLoop(BatchProducer& stage, const SourceTerms& terms, Outlets& outlets, RecordRejections& rejections,
             observe::Page& page, const std::atomic<bool>& stop, Cuts* cuts, Neighbours neighbours);

  Turn turn() override;
  void revive(BatchStage& stage) override;
  bool flush() override { return false; }
  std::int64_t wake_ns(Turn last) const override;
  bool may_go_on(Turn last) const override;
  bool watch(Turn last, std::vector<pollfd>& descriptors) override;

 private:
  /// Lets the producer fill the open batch, and sends it when it is due.
  Turn produce();
  Filled fill();
  /// The same for a batch that an earlier life has sent. Throws StageError where the producer makes something else.
  Turn produce_again(const Cuts::Cut& cut);
  /// The same where the producer can't make it: tells the receivers that it is lost.
  Turn mark_lost(const Cuts::Cut& cut);
  const Cuts::Cut* next_again() const { return cuts_ == nullptr ? nullptr : cuts_->next_again(); }
  void open_batch();
  /// Where cuts are noted, `send_noted` sends it at the end of the turn: so one commit is enough for all.
  void send_open();
  /// Commits how the batches were cut, and then sends them.
  void send_noted();
  void offer_open();
  void offer(link::Answer& answer);
  /// How the open batch was cut, and where the producer stands behind it.
  void note_cut();
  void note_sent(const Cuts::Cut& cut);
  void rest();
  /// Where the next record is not due yet: sends what there is, and rests until then.
  bool rest_until_due();
  std::size_t most_records() const;  ///< of a batch
  /// Calls that should not overfill the open batch, going by the latest records.
  std::size_t calls_that_fit() const;
  bool is_full() const;
  void end();

  BatchProducer* stage_;
  SourceTerms terms_;
  Outlets& outlets_;
  RecordRejections& rejections_;
  observe::Page& page_;
  const std::atomic<bool>& stop_;
  Cuts* cuts_;
  Neighbours neighbours_;

  link::Answer* open_ = nullptr;       ///< the batch that is being gathered
  std::uint64_t produced_before_ = 0;  ///< the open batch
  std::uint64_t rejected_before_ = 0;  ///< the open batch
  std::vector<link::Answer*> noted_;   ///< batches that are cut, and wait for that to be committed
  std::uint64_t noted_records_ = 0;
  SentPosition sent_position_;
  std::size_t open_bytes_ = 0;    ///< counted only for records without an upper bound
  std::size_t record_bytes_ = 1;  ///< the latest of these, on average
  std::size_t calls_ = 1;         ///< of the producer between two looks at the clock
  std::uint64_t sequence_ = 0;
  std::uint64_t produced_ = 0;
  std::optional<Pace> pace_;
  std::int64_t now_ns_ = 0;     ///< at the latest look at the clock
  std::int64_t resume_ns_ = 0;  ///< the producer is not asked before
  bool ended_ = false;
};

}  // namespace weir::run
