#include "run/deaths.h"

#include <algorithm>

namespace weir::run {

namespace {

constexpr std::chrono::nanoseconds kLongestBackoff = std::chrono::seconds{5};
constexpr std::chrono::nanoseconds kHealthy = std::chrono::seconds{10};

}  // namespace

std::optional<std::chrono::nanoseconds> Deaths::add(const topology::Restart& terms, std::int64_t now) {
  const bool was_healthy = times_ns_.empty() || now - times_ns_.back() > kHealthy.count();
  backoff_ = was_healthy ? terms.backoff : std::min(2 * backoff_, std::max(terms.backoff, kLongestBackoff));
  times_ns_.push_back(now);
  while (now - times_ns_.front() > terms.within.count()) times_ns_.pop_front();
  if (times_ns_.size() > terms.max) return std::nullopt;
  return backoff_;
}

}  // namespace weir::run
