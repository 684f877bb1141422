#pragma once

#include <sys/types.h>

#include <functional>
#include <vector>

namespace weir::bench {

/// Processes that this one has forked and that never outlive it. One thread, the same from the first to the last call:
/// its end is theirs.
class Children {
 public:
  Children() = default;
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  /// Kills those that still run, and waits for their end.
  ~Children();

  /// The child's end is that of `work`: exit code 0, or where it throws 1 with the text on stderr.
  void start(const std::function<void()>& work);

  /// Whether all have; throws std::runtime_error where one did not end well.
  bool have_ended();

  /// Waits until they have; throws the same.
  void wait();

 private:
  /// Takes notice of those that have ended. `options`: of waitpid.
  void reap(int options);

  std::vector<pid_t> running_;
};

}  // namespace weir::bench
