#pragma once

#include <weir/engine.h>

#include "observe/page.h"
#include "run/inlets.h"
#include "run/loop.h"
#include "run/record_rejections.h"

namespace weir::run {

/// Drives a consumer.
class SinkLoop final : public Loop {
 public:
  /// All references must outlive the loop.
  SinkLoop(BatchConsumer& stage, Inlets& inlets, RecordRejections& rejections, observe::Page& page);

  Turn turn() override;
  bool flush() override { return inlets_.flush(); }
  std::int64_t wake_ns(Turn /*last*/) const override { return inlets_.next_greeting_ns(); }
  void add_descriptors(Turn last, std::vector<pollfd>& descriptors) const override;

 private:
  void consume(const link::Arrival& arrival);

  BatchConsumer& stage_;
  Inlets& inlets_;
  RecordRejections& rejections_;
  observe::Page& page_;
  std::int64_t done_ns_ = 0;  ///< with the latest batch
};

}  // namespace weir::run
