#include "bench/baselines/crew.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace weir::bench {

ThreadCrew::~ThreadCrew() { context_.shutdown(); }

void ThreadCrew::start(Work work) {
  running_.push_back(std::async(std::launch::async, [this, work = std::move(work)] { work(context_); }));
}

bool ThreadCrew::have_ended() {
  return std::ranges::all_of(running_, [](std::future<void>& work) {
    if (!work.valid()) return true;
    if (work.wait_for(std::chrono::seconds{0}) != std::future_status::ready) return false;
    work.get();
    return true;
  });
}

void ThreadCrew::wait() {
  for (std::future<void>& work : running_) {
    if (work.valid()) work.get();
  }
}

void ProcessCrew::start(Work work) {
  children_.start([&work] {
    zmq::context_t context(1);
    work(context);
  });
}

zmq::context_t& ProcessCrew::context() {
  if (!context_) context_.emplace(1);
  return *context_;
}

}  // namespace weir::bench
