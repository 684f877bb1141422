#include "run/replica.h"

#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "observe/log.h"
#include "observe/report.h"
#include "run/at_hand.h"
#include "run/call_stage.h"
#include "run/clock.h"
#include "run/promises.h"
#include "run/relay_loop.h"
#include "run/sent_position.h"
#include "run/sink_loop.h"
#include "run/sleep.h"
#include "run/source_loop.h"
#include "run/spooled_producer.h"

namespace weir::run {

namespace {

link::ReceiverName receiver_name(const topology::Plan& plan, std::size_t number) {
  const topology::ReplicaPlan& replica = plan.replicas[number];
  return {.replica = static_cast<std::uint32_t>(number),
          .incarnation = static_cast<std::uint64_t>(now_ns()),
          .index = replica.replica,
          .replicas = plan.stages[replica.stage].replicas};
}

}  // namespace

Replica::Replica(const topology::Plan& plan, std::size_t number, const std::vector<ReplicaWiring>& all_wiring,
                 const Catalog& catalog, link::Context& context, const RunDirectory& directory, const Orders& orders)
    : name_(replica_name(plan, number)),
      number_(number),
      directory_(directory),
      stage_plan_(plan.stages[plan.replicas[number].stage]),
      page_(observe::Page::open(directory.page(number), page_shape(all_wiring[number]))),
      orders_(orders),
      looks_(runs_in_one_process(plan)),
      can_revive_(can_revive_stage(stage_plan_)),
      is_spooled_(stage_plan_.spool == topology::Spool::kDisk && topology::lives_on(plan, number)),
      rejections_(name_, stage_plan_.on_error == topology::OnError::kStop, page_,
                  stage_plan_.on_poison == topology::OnPoison::kSkip) {
  const ReplicaWiring& wiring = all_wiring[number];
  stage_ = make_stage();
  if (topology::lives_on(plan, number)) {
    open_past(kept_figures(page_, wiring), durability_of(plan));
  } else if (can_revive_ && stage_plan_.spec->saves && stage_plan_.role != Role::kProducer) {
    account_.emplace();
  }
  if (lives_again()) AtHand(page_).note_death();
  // In the first life those of the same process can't have ended unheard.
  neighbours_.emplace(directory, all_wiring, number, [&](std::uint32_t replica) {
    return lives_again() || plan.replicas[replica].process != plan.replicas[number].process;
  });
  const link::ReceiverName name = receiver_name(plan, number);
  if (!wiring.inlets.empty()) inlets_.emplace(context, wiring, name, catalog, plan, page_);
  if (!wiring.outlets.empty()) {
    outlets_.emplace(context, wiring, catalog.make_records(wiring.output_type), name.incarnation, page_);
  }
  pass_over_past();
  loop_ = make_loop(plan, number, wiring);
}

std::unique_ptr<BatchStage> Replica::make_stage() const {
  std::unique_ptr<BatchStage> stage = stage_plan_.spec->make_stage(stage_plan_.settings.get());
  stage->stage().share(SharedObjects(directory_.shared_objects()));
  if (!is_spooled_) return stage;
  return std::make_unique<SpooledProducer>(std::move(stage), directory_.spool(number_));
}

void Replica::open_past(std::vector<observe::Cell*> figures, Durability durability) {
  if (stage_plan_.role == Role::kProducer) {
    cuts_.emplace(directory_.account(number_), std::move(figures), durability);
  } else {
    account_.emplace(directory_.account(number_), std::move(figures), durability);
  }
}

void Replica::pass_over_past() {
  // A transformer that keeps nothing answers once more what may not have arrived.
  if (!account_ || (!stage_plan_.spec->saves && stage_plan_.role == Role::kTransformer)) return;
  for (const link::Identity& batch : account_->before()) inlets_->pass_over(batch);
  inlets_->go_on_from(account_->turns());
  if (outlets_) outlets_->go_on_from(account_->open_parts());
}

std::unique_ptr<Loop> Replica::make_loop(const topology::Plan& plan, std::size_t number, const ReplicaWiring& wiring) {
  const auto stream = static_cast<std::uint32_t>(number);
  Account* const account = account_ ? &*account_ : nullptr;
  std::function<bool(std::uint32_t)> has_ended;
  if (lives_again() || !runs_in_one_process(plan)) {
    has_ended = [this](std::uint32_t replica) { return neighbours_->has_ended(replica); };
  }
  Neighbours neighbours(std::move(has_ended), lives_again() ? Neighbours::kOftenNs : Neighbours::kSeldomNs);
  switch (stage_plan_.role) {
    case Role::kProducer: {
      const bool seeks = stage_plan_.spec->seeks || is_spooled_;
      const SourceTerms terms{stream, wiring.batch_records, wiring.batch_bytes, wiring.linger, plan.limit,
                              seeks,  durability_of(plan),  plan.rate};
      return std::make_unique<SourceLoop>(dynamic_cast<BatchProducer&>(*stage_), terms, *outlets_, rejections_, page_,
                                          orders_.stop, cuts_ ? &*cuts_ : nullptr, std::move(neighbours));
    }
    case Role::kTransformer: {
      const AcknowledgeWhen when =
          account != nullptr && stage_plan_.spec->saves ? AcknowledgeWhen::kIsKept : acknowledge_when(plan);
      return std::make_unique<RelayLoop>(dynamic_cast<BatchTransformer&>(*stage_),
                                         RelayTerms{stream, when, wiring.linger}, *inlets_, *outlets_, rejections_,
                                         page_, account, std::move(neighbours));
    }
    case Role::kConsumer:
      return std::make_unique<SinkLoop>(dynamic_cast<BatchConsumer&>(*stage_), *inlets_, rejections_, page_, account,
                                        durability_of(plan), std::move(neighbours), Losses(name_));
  }
  throw std::logic_error("a stage without a role");
}

void Replica::run() {
  constexpr std::size_t kLongestThreadName = 15;
  prctl(PR_SET_NAME, name_.substr(0, kLongestThreadName).c_str());
  begin();
  for (Step step = go_on(); step != Step::kEnded; step = go_on()) {
    if (step == Step::kWaits) wait();
  }
  end();
}

template <class Call>
void Replica::note_failure_of(Call&& call) {
  try {
    return call();
  } catch (const std::exception& error) {
    page_.set_failure(error.what());
  } catch (...) {
    page_.set_failure("an exception that is no std::exception");
  }
  failed_ = true;
}

void Replica::begin() {
  page_.stage().pid.set(static_cast<std::uint64_t>(getpid()));
  page_.stage().thread.set(static_cast<std::uint64_t>(gettid()));
  page_.set_phase(observe::Phase::kStarting);
  note_failure_of([this] {
    start_stage();
    page_.stage().heartbeat_ns.set(static_cast<std::uint64_t>(now_ns()));
  });
}

Replica::Step Replica::go_on() {
  count_wait();
  Step step = Step::kEnded;
  if (failed_ || orders_.abort.load(std::memory_order_relaxed)) return step;
  note_failure_of([&] {
    try {
      if (died_of_ && !revive_stage(*std::exchange(died_of_, std::nullopt))) return;
      step = turn();
    } catch (const StageDied& death) {
      died_of_ = death.what();
      step = Step::kWorked;
    }
  });
  return step;
}

Replica::Step Replica::turn() {
  observe::StageCells& cells = page_.stage();
  const std::int64_t began = now_ns();
  last_turn_ = loop_->turn();
  const std::int64_t ended = now_ns();
  cells.heartbeat_ns.set(static_cast<std::uint64_t>(ended));
  if (last_turn_ == Turn::kDone) {
    // Who is done is not started again, so what it has to say is there by then.
    directory_.write_results(number_, observe::to_json(stage_->stage().results()));
    page_.set_phase(observe::Phase::kDone);
    return Step::kEnded;
  }
  if (last_turn_ == Turn::kWorked) {
    cells.busy_ns.add(static_cast<std::uint64_t>(ended - began));
    if (page_.phase() == observe::Phase::kStarting) {
      cells.started_ns.set(static_cast<std::uint64_t>(began));
      page_.set_phase(observe::Phase::kRunning);
    }
    return Step::kWorked;
  }
  if (loop_->flush()) return Step::kWorked;
  waits_since_ns_ = began;
  page_.set_doing(observe::Doing::kWaits);
  return Step::kWaits;
}

void Replica::count_wait() {
  observe::StageCells& cells = page_.stage();
  if (page_.doing() != observe::Doing::kWorks) page_.set_doing(observe::Doing::kWorks);
  if (waits_since_ns_ == 0) return;
  const auto waited = static_cast<std::uint64_t>(now_ns() - std::exchange(waits_since_ns_, 0));
  if (last_turn_ == Turn::kStarved) cells.starved_ns.add(waited);
  if (last_turn_ == Turn::kBlocked) cells.blocked_ns.add(waited);
}

void Replica::end() {
  rejections_.log_summary();
  if (inlets_) inlets_->publish();  // what a turn that failed had done
  if (outlets_) outlets_->publish();
  if (failed_) page_.set_phase(observe::Phase::kFailed);
  page_.set_doing(observe::Doing::kHasEnded);
}

void Replica::start_stage() {
  if (stage_plan_.role == Role::kProducer && page_.stage().restarts.get() > 0) {
    if (const auto position = SentPosition(page_).get()) dynamic_cast<BatchProducer&>(*stage_).seek(*position);
  }
  if (account_ && !account_->is_new() && stage_plan_.spec->saves) {
    dynamic_cast<Receiving&>(stage_->stage()).load(account_->state());
  }
  stage_->stage().start();
  if (stage_plan_.role == Role::kProducer && stage_plan_.spec->seeks && lives_again()) {
    SentPosition::check(dynamic_cast<BatchProducer&>(*stage_).position());
  }
}

bool Replica::revive_stage(const std::string& died_of) {
  if (!can_revive_) throw StageError(died_of);
  const auto wait = deaths_.add(stage_plan_.restart, now_ns());
  if (!wait) throw StageError(died_of + "; it dies again and again, and its 'restart' allows no more");
  observe::log_warning(name_, "died of an exception: " + died_of + "; it is started again in " + to_text(*wait));
  AtHand(page_).note_death();
  page_.stage().restarts.add(1);
  if (!pass(*wait)) return false;
  stage_.reset();  // what it held, such as the lock of a file, is free for the next life
  stage_ = make_stage();
  loop_->revive(*stage_);
  return true;
}

bool Replica::pass(std::chrono::nanoseconds wait) {
  const std::int64_t until = later_ns(now_ns(), wait);
  constexpr std::int64_t kHeartbeatNs = 100'000'000;
  while (now_ns() < until && !orders_.abort.load(std::memory_order_relaxed)) {
    page_.stage().heartbeat_ns.set(static_cast<std::uint64_t>(now_ns()));
    descriptors_.assign(1, {waker_.descriptor(), POLLIN, 0});
    sleep_until(std::min(until, now_ns() + kHeartbeatNs), descriptors_);
    if ((descriptors_.front().revents & POLLIN) != 0) waker_.rest();
  }
  return !orders_.abort.load(std::memory_order_relaxed);
}

void Replica::wait() {
  const std::int64_t wake = wake_ns();
  if (look_until(wake)) return;
  // The orders are looked at between the turns, and their coming ends the wait.
  descriptors_.assign(1, {waker_.descriptor(), POLLIN, 0});
  if (loop_->watch(last_turn_, descriptors_)) sleep_until(wake, descriptors_);
  if ((descriptors_.front().revents & POLLIN) != 0) waker_.rest();
}

bool Replica::look_until(std::int64_t wake) {
  constexpr std::int64_t kLookNs = 20'000;  // about what it costs to fall asleep and to be woken
  if (!looks_ || !patience_.is_left()) return false;
  const std::int64_t until = std::min(wake, now_ns() + kLookNs);
  bool found = false;
  while (!found && now_ns() < until) {
    sched_yield();
    found = loop_->may_go_on(last_turn_);
  }
  patience_.note_look(found);
  return found;
}

}  // namespace weir::run
