#pragma once

#include <weir/descriptor.h>

namespace weir::run {

/// Wakes whoever polls it, from any thread. Stays awake until it is rested.
class Waker {
 public:
  /// Throws std::system_error when there is no descriptor left.
  Waker();

  void wake();
  void rest();
  int descriptor() const { return event_.number(); }

 private:
  Descriptor event_;
};

/// The signals that the main thread takes as events instead of being interrupted by them: SIGINT, SIGTERM, SIGCHLD, and
/// SIGHUP where it is not ignored, as behind nohup(1). Made before any thread, so that all threads inherit the mask.
/// SIGPIPE is ignored from then on.
class SignalQueue {
 public:
  SignalQueue();

  /// The next signal that came; 0: none.
  int next();
  /// Takes all that came; whether one of them asks to end.
  bool asks_to_end();
  int descriptor() const { return signals_.number(); }

 private:
  Descriptor signals_;
};

}  // namespace weir::run
