#include "cli/drill_faults.h"

#include <weir/settings.h>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace weir::cli {

namespace {

/// Cuts what stands behind the last `sign` off; empty where there is none.
std::optional<std::string> cut_behind(std::string& text, char sign) {
  const std::size_t at = text.rfind(sign);
  if (at == std::string::npos) return std::nullopt;
  std::string behind = text.substr(at + 1);
  text.resize(at);
  return behind;
}

double share_from(const std::string& text) {
  std::uint64_t percent = 0;
  const bool is_percentage = text.ends_with('%') && !read(text.substr(0, text.size() - 1), percent) && percent <= 100;
  if (!is_percentage) throw std::invalid_argument("'" + text + "' must be a percentage from 0% to 100%");
  return static_cast<double>(percent) / 100;
}

std::size_t replica_called(const std::string& name, const topology::Plan& plan) {
  if (name == "weir") return Fault::kLauncher;
  std::string all;
  for (std::size_t replica = 0; replica < plan.replicas.size(); ++replica) {
    const std::string known = replica_name(plan, replica);
    if (known == name || known == name + "[0]") return replica;
    all += ", " + known;
  }
  throw std::invalid_argument("nothing is called '" + name + "'; there are weir" + all);
}

}  // namespace

std::vector<Fault> read_faults(const std::vector<std::string>& kills, const std::vector<std::string>& freezes,
                               std::uint32_t seed, const topology::Plan& plan) {
  std::mt19937 random(seed);
  std::vector<Fault> faults;
  const auto add = [&](std::string text, bool freezes_it) {
    Fault fault;
    const auto when = cut_behind(text, '@');
    fault.share = when ? share_from(*when) : std::uniform_real_distribution<>(0.1, 0.9)(random);
    if (freezes_it) {
      const auto time = cut_behind(text, ':');
      if (!time) throw std::invalid_argument("'" + text + "' must say for how long, such as " + text + ":3s");
      std::chrono::nanoseconds frozen_for{};
      if (const auto problem = read(*time, frozen_for)) throw std::invalid_argument("'" + *time + "' " + *problem);
      fault.frozen_for = frozen_for;
    }
    fault.replica = replica_called(text, plan);
    if (freezes_it && fault.is_of_launcher()) throw std::invalid_argument("'weir' can only be killed");
    if (topology::runs_in_one_process(plan) && !fault.is_of_launcher()) {
      throw std::invalid_argument("'" + text + "' has no process of its own; '--topology processes' gives it one");
    }
    fault.name = fault.is_of_launcher() ? text : replica_name(plan, fault.replica);
    faults.push_back(std::move(fault));
  };
  for (const std::string& kill : kills) add(kill, false);
  for (const std::string& freeze : freezes) add(freeze, true);
  std::ranges::stable_sort(faults, {}, &Fault::share);
  return faults;
}

}  // namespace weir::cli
