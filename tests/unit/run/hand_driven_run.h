#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <weir/catalog.h>
#include <weir/v1/payloads.pb.h>

#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "run/clock.h"
#include "run/relay_loop.h"
#include "run/sink_loop.h"
#include "run/source_loop.h"
#include "support/scratch_folder.h"
#include "topology/configuration.h"

// A whole pipeline in one thread, its loops turned one by one by the test.
namespace weir::run {

/// Makes what the test says.
class Scripted final : public Producer<v1::Number> {
 public:
  bool produce(Emitter<v1::Number>& out) override { return make(*this, out); }
  std::optional<std::uint64_t> total() const override { return known_total; }
  void wait(std::chrono::steady_clock::time_point time) { wait_until(time); }

  std::function<bool(Scripted&, Emitter<v1::Number>&)> make;
  std::optional<std::uint64_t> known_total;
  std::int64_t next = 0;
};

/// Answers as the test says; without a word of it, with what it took.
class Mapped final : public Transformer<v1::Number, v1::Number> {
 public:
  void transform(const v1::Number& in, Emitter<v1::Number>& out) override {
    if (map) return map(in.value(), out);
    out.emit().set_value(in.value());
  }
  void finish(Emitter<v1::Number>& out) override {
    if (at_end) at_end(out);
  }
  void miss(const Loss& loss) override { missed.push_back(loss.records); }
  void save(std::string& state) const override { state += kept; }

  std::string kept;  ///< its state
  std::function<void(std::int64_t, Emitter<v1::Number>&)> map;
  std::function<void(Emitter<v1::Number>&)> at_end;
  std::vector<std::uint64_t> missed;
};

/// Keeps what it takes.
class Kept final : public Consumer<v1::Number> {
 public:
  void consume(const v1::Number& in) override {
    if (check) check(in.value());
    values.push_back(in.value());
  }
  void commit(Durability /*durability*/) override {
    if (before_commit) before_commit();
  }
  void miss(const Loss& loss) override { missed.push_back(loss.records); }
  void finish() override { ++ends; }

  std::function<void(std::int64_t)> check;
  std::function<void()> before_commit;
  std::vector<std::int64_t> values;
  std::vector<std::uint64_t> missed;
  int ends = 0;
};

inline const Catalog& hand_driven_stages() {
  static const Catalog catalog = [] {
    Catalog made;
    made.add(describe<Scripted>("scripted", "Makes what a test says."));
    made.add(describe<Mapped>("mapped", "Answers as a test says."));
    made.add(describe<Kept>("kept", "Keeps what it takes."));
    return made;
  }();
  return catalog;
}

/// Throws, and so fails the test, where there is no plan.
inline topology::Plan plan_of(const std::string& yaml) {
  topology::Inputs inputs;
  inputs.source = "test.yaml";
  inputs.directory = "/";
  inputs.text = "version: 1\n" + yaml;
  inputs.environment = [](const std::string&) { return std::nullopt; };
  topology::Planned planned = topology::make_plan(inputs, hand_driven_stages());
  if (!planned.plan) throw std::runtime_error(render(planned.diagnostics, inputs.text));
  return *std::move(planned.plan);
}

inline const std::string kChain =
    "producers: {a: {type: scripted}}\ntransformers: {b: {type: mapped}}\nconsumers: {c: {type: kept}}\n";

class HandDrivenRun {
 public:
  using HasEnded = std::function<bool(std::uint32_t)>;

  /// `keeps`: consumers commit and keep an account, in memory. `sent`: what an earlier life of each producer has sent.
  /// `has_ended`: the replicas that had ended before the others live again.
  explicit HandDrivenRun(const std::string& yaml, AcknowledgeWhen when = AcknowledgeWhen::kDone, bool keeps = false,
                         const std::vector<Cuts::Cut>& sent = {}, const HasEnded& has_ended = nullptr)
      : plan(plan_of(yaml)), context_(plan.topology == topology::Topology::kProcesses ? 1 : 0) {
    const std::vector<ReplicaWiring> wiring = wire(plan, folder_ / "");
    for (std::size_t number = 0; number < plan.replicas.size(); ++number) {
      replicas_.emplace_back(*this, number, wiring[number], when, keeps, sent, has_ended);
    }
  }

  template <class Concrete>
  Concrete& stage(const std::string& name) {
    return dynamic_cast<Concrete&>(replica(name).stage->stage());
  }
  observe::Page& page(const std::string& name) { return replica(name).page; }
  Loop& loop(const std::string& name) { return *replica(name).loop; }

  std::filesystem::path account_file(const std::string& name) const { return folder_ / ("account." + name); }
  std::filesystem::path cuts_file(const std::string& name) const { return folder_ / ("cuts." + name); }

  /// The next life of a stage that died of an exception: the same object here.
  void revive(const std::string& name) { replica(name).loop->revive(*replica(name).stage); }

  /// Turns a loop once, and checks that where it would let its host wait, nothing waits for it.
  Turn turn(const std::string& name) { return turn(replica(name)); }

  /// Turns all loops until none moves anything any more but by the clock. True when all are done.
  bool settle() {
    constexpr int kMostRounds = 100'000;
    constexpr int kQuietRounds = 3;
    for (int round = 0, quiet = 0; round < kMostRounds && quiet < kQuietRounds; ++round) {
      bool moved = false;
      bool all_done = true;
      for (Replica& one : replicas_) {
        moved = turn(one) == Turn::kWorked || moved;
        all_done = all_done && one.done;
      }
      if (all_done) return true;
      quiet = moved ? 0 : quiet + 1;
    }
    return false;
  }

  /// Lets all loops find one another; the producers make nothing yet.
  void meet() {
    for (int round = 0; round < 4; ++round) {
      for (Replica& one : replicas_) {
        if (!one.inlets) continue;
        turn(one);
      }
    }
  }

  /// Turns all loops to their end.
  void to_end() {
    constexpr int kMostRounds = 1'000'000;
    for (int round = 0; round < kMostRounds; ++round) {
      if (settle()) return;
    }
    throw std::runtime_error("the pipeline came to a standstill");
  }

  topology::Plan plan;
  std::atomic<bool> stop = false;

 private:
  struct Replica {
    Replica(HandDrivenRun& run, std::size_t number, const ReplicaWiring& wiring, AcknowledgeWhen when, bool keeps,
            const std::vector<Cuts::Cut>& sent, const HasEnded& has_ended)
        : name(replica_name(run.plan, number)),
          page(observe::Page::create(run.folder_ / ("page." + name), page_shape(wiring))),
          rejections(name, stage_plan(run, number).on_error == topology::OnError::kStop, page),
          stage(stage_plan(run, number).spec->make_stage(nullptr)) {
      const topology::ReplicaPlan& replica = run.plan.replicas[number];
      const link::ReceiverName receiver{.replica = static_cast<std::uint32_t>(number),
                                        .incarnation = 1,
                                        .index = replica.replica,
                                        .replicas = stage_plan(run, number).replicas};
      const Catalog& catalog = hand_driven_stages();
      if (!wiring.inlets.empty()) inlets.emplace(run.context_, wiring, receiver, catalog, run.plan, page);
      if (!wiring.outlets.empty()) {
        outlets.emplace(run.context_, wiring, catalog.make_records(wiring.output_type), 1, page);
      }
      const auto stream = static_cast<std::uint32_t>(number);
      if (!inlets) {
        if (!sent.empty()) note_cuts(run.cuts_file(name), sent);
        const SourceTerms terms{stream, wiring.batch_records, wiring.batch_bytes, wiring.linger, run.plan.limit, false,
                                {},     run.plan.rate};
        loop = std::make_unique<SourceLoop>(dynamic_cast<BatchProducer&>(*stage), terms, *outlets, rejections, page,
                                            run.stop, cuts ? &*cuts : nullptr, Neighbours(has_ended));
      } else if (outlets) {
        if (when == AcknowledgeWhen::kIsKept) {
          Account::create(run.account_file(name), 1);
          account.emplace(run.account_file(name), std::vector{&page.stage().records_out});
        }
        loop = std::make_unique<RelayLoop>(dynamic_cast<BatchTransformer&>(*stage),
                                           RelayTerms{stream, when, wiring.linger}, *inlets, *outlets, rejections, page,
                                           account ? &*account : nullptr, Neighbours(has_ended));
      } else {
        if (keeps) account.emplace();
        loop = std::make_unique<SinkLoop>(dynamic_cast<BatchConsumer&>(*stage), *inlets, rejections, page,
                                          account ? &*account : nullptr, Durability::kProcess, Neighbours(has_ended),
                                          Losses("c"));
      }
    }

    void note_cuts(const std::filesystem::path& file, const std::vector<Cuts::Cut>& sent) {
      Cuts::create(file, 0);
      Cuts earlier(file, {}, Durability::kProcess);
      for (const Cuts::Cut& cut : sent) earlier.note(cut);
      earlier.commit();
      cuts.emplace(file, std::vector<observe::Cell*>(), Durability::kProcess);
    }

    static const topology::StagePlan& stage_plan(const HandDrivenRun& run, std::size_t number) {
      return run.plan.stages[run.plan.replicas[number].stage];
    }

    std::string name;
    observe::Page page;
    RecordRejections rejections;
    std::unique_ptr<BatchStage> stage;
    std::optional<Inlets> inlets;
    std::optional<Outlets> outlets;
    std::optional<Account> account;
    std::optional<Cuts> cuts;
    std::unique_ptr<Loop> loop;
    bool done = false;
  };

  Replica& replica(const std::string& name) {
    for (Replica& one : replicas_) {
      if (one.name == name) return one;
    }
    throw std::logic_error("no replica " + name);
  }

  static Turn turn(Replica& one) {
    if (one.done) return Turn::kDone;
    const Turn first = one.loop->turn();
    one.done = first == Turn::kDone;
    if (first == Turn::kWorked || one.done) return first;
    if (one.loop->flush()) return Turn::kWorked;
    std::vector<pollfd> descriptors;
    const bool would_wait = one.loop->watch(first, descriptors) && poll(descriptors.data(), descriptors.size(), 0) == 0;
    const std::int64_t wake = one.loop->wake_ns(first);
    const Turn second = one.loop->turn();
    one.done = second == Turn::kDone;
    const bool slept_through = would_wait && wake > now_ns() && (second == Turn::kWorked || one.done);
    EXPECT_FALSE(slept_through) << one.name << " had something to do and nothing to wake it";
    return second;
  }

  ScratchFolder folder_{kInMemory};  // as the directory of a run is
  link::Context context_;
  std::deque<Replica> replicas_;
};

/// What the consumer `c` was given.
inline const std::vector<std::int64_t>& kept_values(HandDrivenRun& run) { return run.stage<Kept>("c[0]").values; }

/// Emits 0, 1, 2, … and ends after `count` of them.
inline auto numbers(std::int64_t count) {
  return [count](Scripted& self, Emitter<v1::Number>& out) {
    if (self.next == count) return false;
    out.emit().set_value(self.next++);
    return true;
  };
}

/// 0, 1, 2, …, `count` of them.
inline std::vector<std::int64_t> first_numbers(std::size_t count) {
  std::vector<std::int64_t> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<std::int64_t>(i);
  return values;
}

/// Longer than ZeroMQ takes to look at its commands again within a send. No sleep: the loop under test would not
/// notice.
inline void pass_two_milliseconds() {
  constexpr std::int64_t kNs = 2'000'000;
  for (const std::int64_t until = now_ns() + kNs; now_ns() < until;) continue;
}

}  // namespace weir::run
