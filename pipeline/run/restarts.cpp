#include "run/restarts.h"

#include <algorithm>

#include "run/clock.h"
#include "run/loop.h"

namespace weir::run {

std::optional<std::chrono::nanoseconds> Restarts::schedule(std::size_t process, std::int64_t now) {
  const std::size_t first = plan_.processes[process].replicas.front();
  const auto backoff = deaths_[process].add(plan_.stages[plan_.replicas[first].stage].restart, now);
  if (backoff) due_[process] = later_ns(now, *backoff);
  return backoff;
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
