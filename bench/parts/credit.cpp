#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "bench/parts/filled_records.h"
#include "bench/parts/parts.h"
#include "link/answer_pool.h"
#include "link/inlet.h"
#include "link/outlet.h"

namespace weir::bench {

namespace {

constexpr int kMostTurns = 1000;  // until what was sent must have come

/// A link with both its ends in this thread, which hands its batches over in memory.
class OneThreadLink {
 public:
  explicit OneThreadLink(link::Wiring wiring) : terms_{.name = "bench", .wiring = wiring} {
    for (int turn = 0; turn < kMostTurns && !outlet_.ready(); ++turn) {
      inlet_.greet();
      hear_receiver();
    }
  }

  bool is_ready() const { return outlet_.ready(); }

  /// Sends so many numbers, reads them at the other end, acknowledges them and gets their room back; false where one of
  /// these does not happen.
  bool go_round(std::size_t count) {
    offer(count);
    return receive(count) && get_back();
  }

 private:
  void offer(std::size_t count) {
    link::Answer& answer = answers_.take();
    answer.identity = {.sequence = sequence_};
    append_filled(static_cast<RecordsOf<v1::Number>&>(*answer.records), sequence_, count);
    answer.holders = 1;
    outlet_.offer(answer);
    --answer.holders;
    outlet_.flush();
  }

  bool receive(std::size_t count) {
    const link::Arrival* arrival = inlet_.next();
    for (int turn = 0; turn < kMostTurns && arrival == nullptr; ++turn) arrival = inlet_.next();
    if (arrival == nullptr || arrival->identity.sequence != sequence_ || arrival->range.count != count) return false;
    const auto& records = static_cast<const RecordsOf<v1::Number>&>(*arrival->records);
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_filled(records[arrival->range.first + i], sequence_ + i)) return false;
    }
    const link::Origin origin = arrival->origin;
    inlet_.release(*arrival);
    inlet_.acknowledge(origin);
    inlet_.flush();
    ++sequence_;
    return true;
  }

  bool get_back() {
    std::size_t settled = hear_receiver();
    for (int turn = 0; turn < kMostTurns && settled == 0; ++turn) settled = hear_receiver();
    return settled == 1;
  }

  /// Answers that nobody needs any more.
  std::size_t hear_receiver() {
    outlet_.receive(settled_);
    const std::size_t settled = settled_.size();
    for (link::Answer* answer : settled_) answers_.release(*answer);
    settled_.clear();
    return settled;
  }

  static link::Endpoint endpoint() { return {"inproc://bench", link::Transport::kHandOver}; }

  link::Context context_{0};
  link::LinkTerms terms_;
  link::AnswerPool answers_{std::make_unique<RecordsOf<v1::Number>>()};
  std::array<link::Receiver, 1> receivers_{{{.replica = 1, .endpoint = endpoint()}}};
  std::array<link::Sender, 1> senders_{{{0, endpoint(), {}}}};
  link::Outlet outlet_{context_, terms_, receivers_, 1};
  link::Inlet inlet_{
      context_, terms_, 0, {.replica = 1, .incarnation = 1}, senders_, std::make_unique<RecordsOf<v1::Number>>()};
  std::vector<link::Answer*> settled_;
  std::uint64_t sequence_ = 0;
};

void go_rounds(benchmark::State& state, link::Wiring wiring, std::size_t count) {
  OneThreadLink link(wiring);
  if (!link.is_ready()) state.SkipWithError("the ends do not meet");
  for (auto _ : state) {
    if (!link.go_round(count)) return state.SkipWithError("a batch did not come as it was sent, or its room not back");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

}  // namespace

void add_credit() {
  for (const std::size_t count : {1U, 512U}) {
    const std::string of = "threads/numbers:" + std::to_string(count);
    benchmark::RegisterBenchmark(("credit/queue/" + of).c_str(), go_rounds, link::Wiring::kQueue, count);
    benchmark::RegisterBenchmark(("credit/pipe/" + of).c_str(), go_rounds, link::Wiring::kPipe, count);
  }
}

}  // namespace weir::bench
