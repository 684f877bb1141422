#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "link/socket.h"
#include "run/replica.h"
#include "run/run_directory.h"
#include "run/signals.h"
#include "topology/plan.h"

namespace weir::run {

/// Runs replicas as threads of this process, or all of them on one. One thread calls it; it never blocks but in `join`.
class ThreadHost {
 public:
  /// The replicas of one process of the plan, but for those that an earlier life has brought to their end. All
  /// references must outlive the host.
  ThreadHost(const topology::Plan& plan, std::size_t process, const Catalog& catalog, const RunDirectory& directory);

  /// Breaks off what still runs and waits for all threads.
  ~ThreadHost();

  void start();

  /// Producers end and everything in flight drains.
  void stop();

  /// Every replica ends where it is, as soon as its stage lets it.
  void abort();

  /// Wakes its poller whenever a replica has ended.
  int descriptor() const { return ended_event_.descriptor(); }
  void rest() { ended_event_.rest(); }

  bool all_ended() const { return ended_.load(std::memory_order_acquire) == replicas_.size(); }

  /// Some replica has failed; its page says why.
  bool any_failed() const;

  /// Waits for all threads. Called once.
  void join();

 private:
  void note_end();
  void wake_all();

  bool serial_;
  std::optional<link::Context> context_;  ///< only where there is anything to run
  Orders orders_;
  std::deque<Replica> replicas_;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> ended_ = 0;
  Waker ended_event_;
};

}  // namespace weir::run
