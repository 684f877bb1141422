#include "run/thread_host.h"

#include <algorithm>

#include "observe/report.h"

namespace weir::run {

namespace {

/// Nothing leaves a process that is the only one, so ZeroMQ needs no thread there.
int io_threads(const topology::Plan& plan) { return runs_in_one_process(plan) ? 0 : 1; }

}  // namespace

ThreadHost::ThreadHost(const topology::Plan& plan, std::size_t process, const Catalog& catalog,
                       const RunDirectory& directory)
    : directory_(directory), numbers_(plan.processes[process].replicas) {
  if (numbers_.empty()) return;
  context_.emplace(io_threads(plan));
  const std::vector<ReplicaWiring> wiring = wire(plan, directory.sockets());
  for (const std::size_t number : numbers_) {
    replicas_.emplace_back(plan, number, wiring, catalog, *context_, directory, orders_);
  }
}

ThreadHost::~ThreadHost() {
  abort();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadHost::start() {
  for (Replica& replica : replicas_) {
    threads_.emplace_back([this, &replica] {
      replica.run();
      ended_.fetch_add(1, std::memory_order_release);
      ended_event_.wake();
    });
  }
}

void ThreadHost::stop() {
  orders_.stop.store(true, std::memory_order_relaxed);
  wake_all();
}

void ThreadHost::abort() {
  orders_.abort.store(true, std::memory_order_relaxed);
  wake_all();
}

void ThreadHost::wake_all() {
  for (Replica& replica : replicas_) replica.wake();
}

bool ThreadHost::any_failed() const {
  return std::ranges::any_of(replicas_,
                             [](const Replica& replica) { return replica.page().phase() == observe::Phase::kFailed; });
}

void ThreadHost::join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (std::size_t i = 0; i < replicas_.size(); ++i) {
    if (replicas_[i].page().phase() != observe::Phase::kDone) continue;
    directory_.write_results(numbers_[i], observe::to_json(replicas_[i].results()));
  }
}

}  // namespace weir::run
