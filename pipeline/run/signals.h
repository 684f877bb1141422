#pragma once

#include <atomic>
#include <vector>

namespace weir::run {

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

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
  int descriptor() const { return signals_.number(); }

 private:
  Descriptor signals_;
};

}  // namespace weir::run
