#include "bench/machine.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "observe/figures.h"

namespace weir::bench {

namespace {

double processor_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  constexpr double kMicrosecond = 1e-6;
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * kMicrosecond;
}

}  // namespace

OthersLoad::OthersLoad() : began_(times()) {}

std::optional<OthersLoad::Times> OthersLoad::times() {
  // proc(5): user, nice, system, idle, iowait, irq, softirq and steal, in ticks, over all processors.
  constexpr std::size_t kIdle = 3;
  constexpr std::size_t kWaiting = 4;
  constexpr std::size_t kColumns = 8;
  std::ifstream file("/proc/stat");
  std::string name;
  file >> name;
  const auto tick_s = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  Times times;
  for (std::size_t column = 0; column < kColumns; ++column) {
    double ticks = 0;
    if (!(file >> ticks)) return std::nullopt;
    times.all_s += ticks * tick_s;
    if (column != kIdle && column != kWaiting) times.busy_s += ticks * tick_s;
  }
  times.own_s = processor_seconds(RUSAGE_SELF) + processor_seconds(RUSAGE_CHILDREN);
  return times;
}

std::optional<double> OthersLoad::share() const {
  const std::optional<Times> now = times();
  if (!began_ || !now || now->all_s <= began_->all_s) return std::nullopt;
  const double others_s = (now->busy_s - began_->busy_s) - (now->own_s - began_->own_s);
  return std::clamp(others_s / (now->all_s - began_->all_s), 0.0, 1.0);
}

std::optional<std::string> busy_warning(std::optional<double> share, const std::string& when) {
  constexpr double kTooMuch = 0.05;
  if (!share || *share < kTooMuch) return std::nullopt;
  return "the machine is busy with something else: " + observe::percent_text(*share) +
         " of its processors' time went elsewhere " + when + "; the figures say little";
}

std::optional<std::string> build_warning(const observe::Provenance& provenance) {
  if (provenance.build == "release") return std::nullopt;
  return "this is no release build but '" + provenance.build +
         "': its figures say nothing of weir; `./dev build` makes one";
}

}  // namespace weir::bench
