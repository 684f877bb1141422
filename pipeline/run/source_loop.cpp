#include "run/source_loop.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "run/call_stage.h"
#include "run/clock.h"

namespace weir::run {

namespace {

constexpr std::size_t kMostCalls = 64;
constexpr int kFillsPerTurn = 1024;          // a producer whose records are all rejected makes no batch
constexpr std::int64_t kIdleNs = 1'000'000;  // a producer that emitted nothing is asked again after it
constexpr int kLifeBits = 40;              // where nothing is sent again, a life must not use the numbers of one before
constexpr std::int64_t kSlowNs = 100'000;  // calls that take longer are looked at more often

}  // namespace

SourceLoop::SourceLoop(BatchProducer& stage, const SourceTerms& terms, Outlets& outlets, RecordRejections& rejections,
                       observe::Page& page, const std::atomic<bool>& stop, Cuts* cuts, Neighbours neighbours)
    : stage_(&stage),
      terms_(terms),
      outlets_(outlets),
      rejections_(rejections),
      page_(page),
      stop_(stop),
      cuts_(cuts),
      neighbours_(std::move(neighbours)),
      sent_position_(page),
      sequence_(cuts_ == nullptr ? page.stage().restarts.get() << kLifeBits : cuts_->first()),
      produced_(page_.stage().records_out.get()) {
  if (terms_.rate) pace_.emplace(*terms_.rate);
  if (cuts_ != nullptr) sent_position_.forget();
  if (terms_.seeks && cuts_ != nullptr && cuts_->resume_after() != nullptr) note_sent(*cuts_->resume_after());
  page_.stage().total.set(stage_->total().value_or(0));
  if (terms_.limit) {
    const std::uint64_t total = page_.stage().total.get();
    page_.stage().total.set(total == 0 ? *terms_.limit : std::min(total, *terms_.limit));
  }
}

Turn SourceLoop::turn() {
  now_ns_ = now_ns();
  neighbours_.look(now_ns_, nullptr, &outlets_);
  bool worked = outlets_.receive([this](const link::Answer& answer) {
    if (cuts_ != nullptr) cuts_->acknowledge(answer.identity.sequence);
  });
  if (cuts_ != nullptr && cuts_->settled()) stage_->forget(*cuts_->settled());
  if (!outlets_.ready()) return Turn::kUnready;
  const std::int64_t until = now_ns_ + longest_turn_ns(terms_.linger);
  Turn turn = ended_ ? Turn::kStarved : Turn::kBlocked;
  const std::uint64_t last = sequence_ + kBatchesPerTurn;
  for (int fills = 0; !ended_ && fills < kFillsPerTurn && sequence_ + noted_.size() < last; ++fills) {
    const Cuts::Cut* const again = next_again();
    turn = again == nullptr ? produce() : terms_.seeks ? produce_again(*again) : mark_lost(*again);
    if (turn != Turn::kWorked) break;
    worked = true;
    if (now_ns_ >= until) break;
  }
  send_noted();
  worked = outlets_.flush() || worked;
  outlets_.publish();
  if (ended_ && outlets_.finished()) return Turn::kDone;
  return worked ? Turn::kWorked : turn;
}

Turn SourceLoop::produce() {
  if (!outlets_.has_room() || (cuts_ != nullptr && !cuts_->has_room())) return Turn::kBlocked;
  if (!noted_.empty() && noted_records_ + terms_.batch_records > outlets_.room()) return Turn::kBlocked;
  if (stop_.load(std::memory_order_relaxed) || (cuts_ != nullptr && cuts_->has_ended()) ||
      (terms_.limit && produced_ >= *terms_.limit)) {
    end();
    return Turn::kStarved;
  }
  if (now_ns_ < resume_ns_ || rest_until_due()) return Turn::kStarved;

  const std::int64_t began = now_ns_;
  const bool opens = open_ == nullptr || open_->records->empty();
  const Filled filled = fill();
  now_ns_ = now_ns();
  calls_ = now_ns_ - began > kSlowNs ? std::max<std::size_t>(1, calls_ / 2) : std::min(kMostCalls, calls_ * 2);

  if (opens && !open_->records->empty()) {
    open_->opened_ns = began;
    open_->created_ns = pace_ ? pace_->due_ns(produced_before_) : began;  // when it should have been
    if (page_.stage().first_ns.get() == 0) page_.stage().first_ns.set(static_cast<std::uint64_t>(began));
  }
  if (filled == Filled::kEnded) {
    end();
    return Turn::kStarved;
  }
  if (filled == Filled::kIdle) {
    send_open();
    rest();
    return Turn::kStarved;
  }
  if (is_full() || now_ns_ - open_->opened_ns >= terms_.linger.count()) send_open();
  return Turn::kWorked;
}

Turn SourceLoop::produce_again(const Cuts::Cut& cut) {
  if (!outlets_.has_room()) return Turn::kBlocked;
  if (now_ns_ < resume_ns_) return Turn::kStarved;
  open_batch();
  Records& records = *open_->records;
  const std::uint64_t rejected_before = rejections_.count();
  // Behind its last record may be some that were rejected.
  const bool is_whole = records.size() >= cut.records;
  const FillLimit limit = is_whole ? FillLimit{records.size() + 1, 1} : FillLimit{cut.records, kMostCalls};
  const Filled filled = call_stage([&] { return stage_->fill(records, limit, rejections_); });
  rejections_.forget(rejections_.count() - rejected_before);
  open_->opened_ns = now_ns_ = now_ns();
  if (records.size() < cut.records || stage_->position() != cut.after) {
    if (filled == Filled::kEnded || (is_whole && records.size() > cut.records)) {
      throw StageError("can't make again what was sent already: its input has changed");
    }
    if (filled == Filled::kIdle) rest();
    return filled == Filled::kIdle ? Turn::kStarved : Turn::kWorked;
  }
  records.truncate(static_cast<std::size_t>(cut.records));  // beyond it the limit had cut
  open_->created_ns = cut.created_ns;
  open_->counted = true;
  note_sent(cut);
  cuts_->pop_again();
  send_open();
  return Turn::kWorked;
}

Turn SourceLoop::mark_lost(const Cuts::Cut& cut) {
  if (!outlets_.has_room()) return Turn::kBlocked;
  open_batch();
  open_->created_ns = cut.created_ns;
  open_->opened_ns = now_ns_;
  open_->counted = true;
  open_->lost = static_cast<std::uint32_t>(cut.records);
  cuts_->pop_again();
  offer_open();
  return Turn::kWorked;
}

void SourceLoop::open_batch() {
  if (open_ != nullptr) return;
  open_ = &outlets_.open();
  produced_before_ = produced_;
  rejected_before_ = rejections_.count();
  open_bytes_ = 0;
}

void SourceLoop::rest() {
  resume_ns_ = now_ns_ + kIdleNs;
  if (const auto wake = stage_->take_wake_time()) {
    resume_ns_ = std::chrono::duration_cast<std::chrono::nanoseconds>(wake->time_since_epoch()).count();
  }
}

bool SourceLoop::rest_until_due() {
  if (!pace_) return false;
  if (!pace_->has_begun()) pace_->begin(now_ns_, produced_);
  if (pace_->due_ns(produced_) <= now_ns_) return false;
  send_open();
  resume_ns_ = pace_->due_ns(produced_);
  return true;
}

Filled SourceLoop::fill() {
  open_batch();
  Records& records = *open_->records;
  const bool unbounded = records.largest_record() == 0;
  const std::size_t before = records.size();
  constexpr auto kAny = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t left = terms_.limit ? *terms_.limit - produced_ : kAny;
  const std::uint64_t due = pace_ ? pace_->due(now_ns_, produced_) : kAny;
  const std::uint64_t room = std::min<std::uint64_t>({most_records() - before, left, due});
  const std::size_t calls = unbounded ? std::min(calls_, calls_that_fit()) : calls_;

  const Filled filled = call_stage([&] {
    return stage_->fill(records, {before + static_cast<std::size_t>(room), calls}, rejections_);
  });
  if (records.size() - before > left) records.truncate(before + static_cast<std::size_t>(left));
  const std::size_t count = records.size() - before;
  produced_ += count;
  if (unbounded && count > 0) {
    const std::size_t bytes = records.encoded_size(before, count);
    open_bytes_ += bytes;
    record_bytes_ = std::max<std::size_t>(1, bytes / count);
  }
  return filled;
}

std::size_t SourceLoop::most_records() const {
  const std::size_t largest = open_->records->largest_record();
  if (largest == 0) return terms_.batch_records;
  return std::clamp<std::size_t>(terms_.batch_bytes / largest, 1, terms_.batch_records);
}

std::size_t SourceLoop::calls_that_fit() const {
  const std::size_t room = terms_.batch_bytes - std::min(terms_.batch_bytes, open_bytes_);
  return std::max<std::size_t>(1, room / record_bytes_);
}

bool SourceLoop::is_full() const {
  return open_->records->size() >= most_records() || open_bytes_ >= terms_.batch_bytes;
}

void SourceLoop::send_open() {
  if (open_ == nullptr || open_->records->empty()) return;
  outlets_.count(*open_);
  page_.stage().last_ns.set(static_cast<std::uint64_t>(now_ns_));
  if (open_->counted) return offer_open();
  note_cut();
  if (cuts_ == nullptr) return offer_open();
  noted_records_ += open_->records->size();
  noted_.push_back(std::exchange(open_, nullptr));
}

void SourceLoop::send_noted() {
  if (noted_.empty()) return;
  stage_->keep(terms_.durability);
  cuts_->commit();
  for (link::Answer* const answer : noted_) offer(*answer);
  noted_.clear();
  noted_records_ = 0;
}

void SourceLoop::offer_open() { offer(*std::exchange(open_, nullptr)); }

void SourceLoop::offer(link::Answer& answer) {
  answer.identity = {.stream = terms_.stream, .sequence = sequence_++};
  outlets_.offer(answer);
}

void SourceLoop::note_cut() {
  const std::optional<Position> position = stage_->position();
  const Cuts::Cut cut{.records = open_->records->size(),
                      .created_ns = open_->created_ns,
                      .after = position.value_or(Position{}),
                      .has_position = position.has_value()};
  if (terms_.seeks) note_sent(cut);
  if (cuts_ != nullptr) cuts_->note(cut);
}

void SourceLoop::note_sent(const Cuts::Cut& cut) {
  sent_position_.note(cut.has_position ? std::optional(cut.after) : std::nullopt);
}

void SourceLoop::revive(BatchStage& stage) {
  const std::optional<Position> position = sent_position_.get();
  stage_ = &dynamic_cast<BatchProducer&>(stage);
  if (open_ != nullptr && !terms_.seeks) {
    // What it had emitted does not come again.
    if (produced_ == produced_before_) open_->created_ns = open_->opened_ns = now_ns_;
    if (terms_.limit) open_->records->truncate(std::min(open_->records->size(), *terms_.limit - produced_before_));
    produced_ = produced_before_ + open_->records->size();
    send_open();
  }
  if (open_ != nullptr) {
    // What it had gathered comes again.
    rejections_.forget(rejections_.count() - rejected_before_);
    produced_ = produced_before_;
    outlets_.discard(*std::exchange(open_, nullptr));
  }
  call_stage([&] {
    if (position) stage_->seek(*position);
    stage_->stage().start();
  });
  if (terms_.seeks) SentPosition::check(stage_->position());
}

void SourceLoop::end() {
  send_open();
  send_noted();
  if (cuts_ != nullptr) cuts_->note_end();
  outlets_.end();
  ended_ = true;
  page_.set_phase(observe::Phase::kDraining);
}

std::int64_t SourceLoop::wake_ns(Turn last) const {
  return std::min(neighbours_.next_look_ns(), last == Turn::kStarved && !ended_ ? resume_ns_ : kNever);
}

bool SourceLoop::may_go_on(Turn /*last*/) const { return outlets_.may_have_come(); }

bool SourceLoop::watch(Turn /*last*/, std::vector<pollfd>& descriptors) { return outlets_.watch(descriptors); }

}  // namespace weir::run
