#include "run/restarts.h"

#include <algorithm>

#include "run/clock.h"
#include "run/loop.h"

namespace weir::run {

namespace {

constexpr std::chrono::nanoseconds kLongestBackoff = std::chrono::seconds{5};
constexpr std::chrono::nanoseconds kHealthy = std::chrono::seconds{10};

}  // namespace

std::optional<std::chrono::nanoseconds> Restarts::schedule(std::size_t process, std::int64_t now) {
  const std::size_t first = plan_.processes[process].replicas.front();
  const topology::Restart& terms = plan_.stages[plan_.replicas[first].stage].restart;
  History& history = histories_[process];
  const bool was_healthy = history.deaths_ns.empty() || now - history.deaths_ns.back() > kHealthy.count();
  history.backoff =
      was_healthy ? terms.backoff : std::min(2 * history.backoff, std::max(terms.backoff, kLongestBackoff));
  history.deaths_ns.push_back(now);
  while (now - history.deaths_ns.front() > terms.within.count()) history.deaths_ns.pop_front();
  if (history.deaths_ns.size() > terms.max) return std::nullopt;
  due_[process] = later_ns(now, history.backoff);
  return history.backoff;
}

std::int64_t Restarts::next_ns() const {
  std::int64_t next = kNever;
  for (const auto& [process, due] : due_) next = std::min(next, due);
  return next;
}

std::optional<std::size_t> Restarts::take_due(std::int64_t now) {
  const auto found = std::ranges::find_if(due_, [now](const auto& entry) { return entry.second <= now; });
  if (found == due_.end()) return std::nullopt;
  const std::size_t process = found->first;
  due_.erase(found);
  return process;
}

}  // namespace weir::run
