#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/drill_faults.h"
#include "run/report_builder.h"
#include "run/signals.h"

namespace weir::cli {

/// What a fault did.
struct Effect {
  bool struck = false;       ///< else the run was over before
  std::int64_t gap_ns = -1;  ///< until records went through the replica again; -1: none did

  // While the run goes on:
  std::int64_t at_ns = 0;
  std::uint64_t moved = 0;  ///< records, by the time when it was dead or stopped
  std::uint64_t lives = 0;  ///< before it was struck
  pid_t frozen = 0;
  std::int64_t thaw_ns = 0;
};

/// A run of weir as a process of its own, to which faults are done. The main thread.
class DrilledRun {
 public:
  /// `arguments`: of `weir run`, without the directory. `directory` is where it keeps what is its own. All references
  /// must outlive this.
  DrilledRun(const topology::Plan& plan, std::vector<std::string> arguments, std::filesystem::path directory,
             std::string report);
  DrilledRun(const DrilledRun&) = delete;
  DrilledRun& operator=(const DrilledRun&) = delete;
  /// Ends what still runs, and removes what it left.
  ~DrilledRun();

  /// Runs it to its end. `records`: what its producers make in all, by which the faults know when. The exit code;
  /// nothing where one of `signals` came that asks to end, and it was ended.
  std::optional<int> through(const std::vector<Fault>& faults, std::uint64_t records, run::SignalQueue& signals);

  /// Whether it had begun, and has left outputs that are not whole and that nobody will take up.
  bool broke_off() const { return !pages_.empty() && exit_code_.value_or(1) != 0; }

  /// By fault, in the same order.
  const std::vector<Effect>& effects() const { return effects_; }

 private:
  bool has_ended();
  void end();
  /// False while whoever is to be struck is not there, but comes.
  bool strike(const Fault& fault, Effect& effect);
  void freeze(const Fault& fault, Effect& effect);
  void kill_launcher_and_resume();
  void watch(const std::vector<Fault>& faults, std::int64_t now);
  std::uint64_t produced() const;
  std::uint64_t moved(const Fault& fault) const;
  std::uint64_t lives(const Fault& fault) const;

  const topology::Plan& plan_;
  std::filesystem::path directory_;
  std::string report_;
  pid_t pid_ = 0;
  std::optional<int> exit_code_;  ///< once it has ended
  run::Pages pages_;              ///< once the run has begun

  std::vector<Effect> effects_;
};

}  // namespace weir::cli
