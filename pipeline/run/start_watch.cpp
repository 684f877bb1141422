#include "run/start_watch.h"

#include <weir/settings.h>

#include <algorithm>
#include <chrono>

#include "run/clock.h"

namespace weir::run {

StartWatch::StartWatch(const topology::Plan& plan, const Pages& pages)
    : plan_(plan), pages_(pages), starts_(pages.size()) {}

std::vector<StartWatch::Late> StartWatch::look(std::int64_t now) {
  std::vector<Late> late;
  if (now < next_ns_) return late;
  next_ns_ = kNever;
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    Start& start = starts_[replica];
    if (pages_[replica].stage().heartbeat_ns.get() != 0) {
      start = {};
      continue;
    }
    if (start.told || pages_[replica].phase() == observe::Phase::kFailed) continue;
    if (start.began_ns == 0) start.began_ns = now;
    const std::size_t stage = plan_.replicas[replica].stage;
    const std::chrono::nanoseconds patience = plan_.stages[stage].restart.stall_after;
    const std::int64_t due = later_ns(start.began_ns, patience);
    if (now >= due) {
      start.told = true;
      late.push_back({replica, "is still starting after " + to_text(patience) + waiting_for(stage)});
    } else {
      next_ns_ = std::min(next_ns_, due);
    }
  }
  // A process that dies starts anew, at any time.
  constexpr std::int64_t kLookNs = 1'000'000'000;
  next_ns_ = std::min(next_ns_, later_ns(now, std::chrono::nanoseconds{kLookNs}));
  return late;
}

std::string StartWatch::waiting_for(std::size_t stage) const {
  std::vector<std::size_t> waiting{stage};
  std::string names;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    for (const topology::LinkPlan& link : plan_.links) {
      if (link.to != waiting[i]) continue;
      for (const std::size_t sender : link.from) {
        if (std::ranges::find(waiting, sender) != waiting.end()) continue;
        waiting.push_back(sender);
        names += (names.empty() ? "; " : ", ") + ("'" + plan_.stages[sender].name + "'");
      }
    }
  }
  if (names.empty()) return {};
  return names + (waiting.size() == 2 ? " waits for it" : " wait for it");
}

}  // namespace weir::run
