#include "run/progress_meter.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "run/clock.h"
#include "run/loop.h"

namespace weir::run {

namespace {

constexpr std::int64_t kIntervalNs = 200'000'000;

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

void write_all(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressMeter::ProgressMeter(const topology::Plan& plan, const Pages& pages, bool live)
    : plan_(plan),
      pages_(pages),
      began_ns_(now_ns()),
      next_ns_(live ? began_ns_ + kIntervalNs : kNever),
      measured_ns_(began_ns_),
      busy_ns_(pages.size(), 0) {}

void ProgressMeter::show() {
  const std::int64_t now = now_ns();
  if (now < next_ns_) return;
  next_ns_ = now + kIntervalNs;
  write_all("\r\x1b[K" + observe::progress_line(measure(now), terminal_width() - 1));
  drawn_ = true;
}

void ProgressMeter::clear() {
  if (!drawn_) return;
  write_all("\r\x1b[K");
  drawn_ = false;
}

observe::Progress ProgressMeter::measure(std::int64_t now) {
  std::uint64_t records = 0;
  std::uint64_t total = 0;
  bool total_known = true;
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    if (plan_.stages[plan_.replicas[replica].stage].role != Role::kProducer) continue;
    const observe::StageCells& cells = pages_[replica].stage();
    records += cells.records_out.get();
    total += cells.total.get();
    total_known = total_known && cells.total.get() > 0;
  }
  observe::Progress progress;
  progress.elapsed_s = static_cast<double>(now - began_ns_) / kNsPerSecond;
  progress.records = records;
  progress.records_per_s =
      static_cast<double>(records - records_) * kNsPerSecond / static_cast<double>(now - measured_ns_);
  if (total_known && total > 0) {
    progress.share = std::min(1.0, static_cast<double>(records) / static_cast<double>(total));
    if (records > 0) progress.left_s = progress.elapsed_s * (1 / *progress.share - 1);
  }
  progress.limiting = busiest(now);
  records_ = records;
  measured_ns_ = now;
  return progress;
}

observe::LimitingStage ProgressMeter::busiest(std::int64_t now) {
  std::vector<double> busy(plan_.stages.size(), 0);
  for (std::size_t replica = 0; replica < pages_.size(); ++replica) {
    const observe::StageCells& cells = pages_[replica].stage();
    const std::uint64_t busy_ns = cells.busy_ns.get();
    // Time is counted at the end of a turn, and one of a slow stage may outlast several looks at it.
    const auto turned_ns = static_cast<std::int64_t>(cells.heartbeat_ns.get());
    const bool works = pages_[replica].doing() == observe::Doing::kWorks;
    const bool all_along = works && turned_ns > 0 && turned_ns < measured_ns_;
    const double share =
        all_along ? 1 : static_cast<double>(busy_ns - busy_ns_[replica]) / static_cast<double>(now - measured_ns_);
    const std::size_t stage = plan_.replicas[replica].stage;
    busy[stage] += share / plan_.stages[stage].replicas;
    busy_ns_[replica] = busy_ns;
  }
  const auto most = static_cast<std::size_t>(std::ranges::max_element(busy) - busy.begin());
  return {plan_.stages[most].name, std::min(1.0, busy[most])};
}

}  // namespace weir::run
