#pragma once

#include <weir/catalog.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link/socket.h"
#include "observe/page.h"
#include "run/account.h"
#include "run/cuts.h"
#include "run/deaths.h"
#include "run/inlets.h"
#include "run/loop.h"
#include "run/neighbours.h"
#include "run/outlets.h"
#include "run/patience.h"
#include "run/record_rejections.h"
#include "run/run_directory.h"
#include "run/signals.h"
#include "run/wiring.h"
#include "topology/plan.h"

namespace weir::run {

/// What the host asks of its replicas. Any thread.
struct Orders {
  std::atomic<bool> stop = false;   ///< producers end; everything in flight drains
  std::atomic<bool> abort = false;  ///< every loop ends where it is
};

/// One replica: its stage, its ends of the links, its page and the loop between them. Made and destroyed by its host's
/// thread, run by one of its own. The records that it sent may be read until it is destroyed.
class Replica {
 public:
  /// `wiring`: of all replicas. `plan`, `catalog`, `context`, `directory` and `orders` must outlive the replica.
  Replica(const topology::Plan& plan, std::size_t number, const std::vector<ReplicaWiring>& wiring,
          const Catalog& catalog, link::Context& context, const RunDirectory& directory, const Orders& orders);

  /// Takes the replica to its end, or to `Orders::abort`, on a thread of its own. What goes wrong ends here: the page
  /// says it.
  void run();

  /// The same in steps, on a thread that drives others as well: the calls match   begin go_on* end
  void begin();
  enum class Step {
    kWorked,  ///< go on
    kWaits,   ///< for others, or until `wake_ns`
    kEnded,
  };
  Step go_on();
  /// Others have their turn now, and this one makes no progress by no fault of its own.
  void step_aside() { page_.set_doing(observe::Doing::kLetsOthersWork); }
  void end();
  std::int64_t wake_ns() const { return loop_->wake_ns(last_turn_); }

  /// Makes whoever waits look at the orders.
  void wake() { waker_.wake(); }
  Waker& waker() { return waker_; }

  const std::string& name() const { return name_; }
  const observe::Page& page() const { return page_; }

 private:
  std::unique_ptr<BatchStage> make_stage() const;
  /// What earlier lives of the replica left, before its links and after.
  void open_past(std::vector<observe::Cell*> figures, Durability durability);
  void pass_over_past();
  /// Gives the stage what an earlier life of it kept, and starts it.
  void start_stage();
  std::unique_ptr<Loop> make_loop(const topology::Plan& plan, std::size_t number, const ReplicaWiring& wiring);
  bool lives_again() const { return page_.stage().restarts.get() > 0; }
  /// Calls it; what goes wrong is on the page then.
  template <class Call>
  void note_failure_of(Call&& call);
  Step turn();
  void count_wait();
  /// Another life for a stage that died of an exception, after a while. Throws StageError where it may have none; false
  /// where it was told to break off.
  bool revive_stage(const std::string& died_of);
  bool pass(std::chrono::nanoseconds wait);
  void wait();
  /// Looks again and again for a moment, and in between gives way to other threads: true when something came. Falling
  /// asleep and being woken would cost both sides more than what they wait for.
  bool look_until(std::int64_t wake);

  std::string name_;
  std::size_t number_;
  const RunDirectory& directory_;
  const topology::StagePlan& stage_plan_;
  observe::Page page_;
  const Orders& orders_;
  bool looks_;  ///< before it sleeps; not where partners are other processes: ZeroMQ's threads need the processor
  Patience patience_;
  Waker waker_;
  std::unique_ptr<BatchStage> stage_;
  bool can_revive_;  ///< the stage, where it dies of an exception
  bool is_spooled_;  ///< a producer whose records are kept before they are sent
  Deaths deaths_;    ///< of this kind
  RecordRejections rejections_;
  std::optional<Account> account_;  ///< where the replica may have another life
  std::optional<Cuts> cuts_;        ///< the same for a producer
  std::optional<NeighbourPages> neighbours_;
  std::optional<Inlets> inlets_;
  std::optional<Outlets> outlets_;
  std::unique_ptr<Loop> loop_;
  Turn last_turn_ = Turn::kWorked;
  std::int64_t waits_since_ns_ = 0;     ///< 0: it does not wait
  std::optional<std::string> died_of_;  ///< what the stage threw that is to have another life
  bool failed_ = false;
  std::vector<pollfd> descriptors_;
};

}  // namespace weir::run
