#include "run/thread_host.h"

#include <algorithm>

#include "observe/page.h"
#include "run/serial.h"
#include "run/wiring.h"

namespace weir::run {

namespace {

/// Nothing leaves a process that is the only one, so ZeroMQ needs no thread there.
int io_threads(const topology::Plan& plan) { return runs_in_one_process(plan) ? 0 : 1; }

/// Whether an earlier life of the replica came to its end.
bool is_done(const RunDirectory& directory, std::size_t number, const ReplicaWiring& wiring) {
  return observe::Page::open(directory.page(number), page_shape(wiring)).phase() == observe::Phase::kDone;
}

}  // namespace

ThreadHost::ThreadHost(const topology::Plan& plan, std::size_t process, const Catalog& catalog,
                       const RunDirectory& directory)
    : serial_(plan.topology == topology::Topology::kSerial) {
  const std::vector<ReplicaWiring> wiring = wire(plan, directory.sockets());
  for (const std::size_t number : plan.processes[process].replicas) {
    if (is_done(directory, number, wiring[number])) continue;
    if (!context_) context_.emplace(io_threads(plan));
    replicas_.emplace_back(plan, number, wiring, catalog, *context_, directory, orders_);
  }
}

ThreadHost::~ThreadHost() {
  abort();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadHost::start() {
  if (serial_ && !replicas_.empty()) {
    threads_.emplace_back([this] { drive_in_turn(replicas_, [this] { note_end(); }); });
    return;
  }
  for (Replica& replica : replicas_) {
    threads_.emplace_back([this, &replica] {
      replica.run();
      note_end();
    });
  }
}

void ThreadHost::note_end() {
  ended_.fetch_add(1, std::memory_order_release);
  ended_event_.wake();
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
}

}  // namespace weir::run
