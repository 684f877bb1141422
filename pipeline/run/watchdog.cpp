#include "run/watchdog.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

#include "run/clock.h"

namespace weir::run {

namespace {

/// The thread's state as the system names it by a letter; 0 where that can't be found out.
char state_of(std::uint64_t process, std::uint64_t thread) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/task/" + std::to_string(thread) + "/stat");
  std::string text;
  std::getline(stat, text, '\0');  // all of it; unlike an iterator it throws nothing where the thread ends meanwhile
  const std::size_t name_ends = text.rfind(')');
  return name_ends != std::string::npos && name_ends + 2 < text.size() ? text[name_ends + 2] : '\0';
}

bool waits_uninterruptibly(char state) { return state == 'D'; }

bool is_stopped(char state) { return state == 'T' || state == 't'; }

}  // namespace

bool is_held(std::uint64_t process, std::uint64_t thread) { return is_stopped(state_of(process, thread)); }

Watchdog::Watchdog(const topology::Plan& plan, const Pages& pages)
    : plan_(plan), pages_(pages), told_(pages.size()), interval_ns_(kNever) {
  constexpr std::int64_t kLooksPerStall = 4;
  for (const topology::StagePlan& stage : plan.stages) {
    interval_ns_ =
        std::min(interval_ns_, std::max<std::int64_t>(1, stage.restart.stall_after.count() / kLooksPerStall));
  }
}

std::vector<Watchdog::Stall> Watchdog::look(std::int64_t now) {
  std::vector<Stall> stalls;
  if (now < next_ns_) return stalls;
  const bool is_late = now - next_ns_ > interval_ns_;
  next_ns_ = later_ns(now, std::chrono::nanoseconds{interval_ns_});
  if (is_late) return stalls;  // it was stopped itself, and they perhaps with it
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    const std::uint64_t heartbeat = pages_[replica].stage().heartbeat_ns.get();
    const std::optional<Stall> stall = stall_of(replica, now);
    if (!stall) continue;
    std::uint64_t& told = stall->waits_for_file ? told_[replica].of_file : told_[replica].of_call;
    if (std::exchange(told, heartbeat) != heartbeat) stalls.push_back(*stall);
  }
  return stalls;
}

std::optional<Watchdog::Stall> Watchdog::stall_of(std::size_t replica, std::int64_t now) const {
  const observe::Phase phase = pages_[replica].phase();
  if (phase == observe::Phase::kDone || phase == observe::Phase::kFailed) return std::nullopt;
  const observe::StageCells& cells = pages_[replica].stage();
  const topology::StagePlan& stage = plan_.stages[plan_.replicas[replica].stage];
  const auto since = static_cast<std::int64_t>(cells.heartbeat_ns.get());
  if (since == 0) return std::nullopt;  // a stage may take its time to start
  if (now - since < stage.restart.stall_after.count()) return std::nullopt;
  const observe::Doing doing = pages_[replica].doing();
  if (is_out_of_turn(doing)) return std::nullopt;
  const char state = state_of(cells.pid.get(), cells.thread.get());
  // A producer that waits has nobody to greet, so it may sleep for as long as it likes.
  const bool works = doing == observe::Doing::kWorks;
  if (!works && stage.role == Role::kProducer && !is_stopped(state)) return std::nullopt;
  return Stall{replica, waits_uninterruptibly(state)};
}

}  // namespace weir::run
