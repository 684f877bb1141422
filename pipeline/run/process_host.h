#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "run/run_directory.h"
#include "topology/plan.h"

namespace weir::run {

/// The processes of a plan beside the launcher. One thread, and that the main thread: the kernel ties a child's life
/// to the thread that started it.
class ProcessHost {
 public:
  /// All references must outlive the host.
  ProcessHost(const topology::Plan& plan, const RunDirectory& directory);

  /// Kills and reaps what still runs.
  ~ProcessHost();

  /// Starts this executable once for each process of the plan that `has_work(process)`. Throws std::system_error when
  /// one can't be started.
  void start(const std::function<bool(std::size_t)>& has_work);

  /// Starts a process again that has ended. Throws std::system_error when it can't.
  void start_again(std::size_t process);

  /// Asks every process to let its producers end.
  void stop();
  void kill_all();
  void kill(std::size_t process);

  /// A process that has ended, and how.
  struct Ended {
    std::size_t process = 0;
    int status = 0;  ///< as waitpid(2) tells it
  };
  /// The next one that ended since the last call, if any.
  std::optional<Ended> reap();

  bool all_ended() const;

  /// Processor time of those that have ended.
  double cpu_s() const { return cpu_s_; }

 private:
  struct Child {
    std::size_t process = 0;
    pid_t pid = 0;
    bool ended = false;
  };
  pid_t spawn(std::size_t process) const;
  void signal_all(int signal);

  const topology::Plan& plan_;
  const RunDirectory& directory_;
  std::vector<Child> children_;
  double cpu_s_ = 0;
};

/// "was killed by signal 9 (Killed)", "ended with exit code 1"; empty where it ended well.
std::string describe_ending(int status);

}  // namespace weir::run
