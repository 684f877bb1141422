#pragma once

#include <atomic>
#include <cstdint>

namespace weir::link {

/// Tells an end of a link that another one in the same process has sent to it. A look at it costs a few nanoseconds,
/// where libzmq answers "nothing has come" with several system calls, and makes the next sender wake who asked. Any
/// thread.
class alignas(64) Bell {
 public:
  /// Before something is sent, and after it has come: what the sender wrote is seen then. libzmq's own synchronisation
  /// does the same, but a race detector can't see through it.
  void hand_on() { handed_on_.fetch_add(1, std::memory_order_release); }
  void take_over() const { static_cast<void>(handed_on_.load(std::memory_order_acquire)); }

  /// After it was sent.
  void ring() { rings_.fetch_add(1, std::memory_order_release); }
  std::uint64_t rings() const { return rings_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::uint64_t> handed_on_ = 0;
  std::atomic<std::uint64_t> rings_ = 0;
};

/// What one end has heard of its bell. One thread.
class Listener {
 public:
  /// `bell`: must outlive this; null where who sends is another process, which rings none.
  explicit Listener(const Bell* bell) : bell_(bell) {}

  bool has_bell() const { return bell_ != nullptr; }

  /// Whether to ask the socket.
  bool may_have_come() const { return bell_ == nullptr || has_seen_ || bell_->rings() != heard_; }

  /// The socket has something, whether or not it was rung for yet.
  void note_seen() { has_seen_ = true; }
  /// The answer of the socket, once it was asked.
  void note_asked(bool has_come) {
    has_seen_ = false;
    if (bell_ == nullptr || !has_come) return;
    ++heard_;
    bell_->take_over();
  }

 private:
  const Bell* bell_;
  std::uint64_t heard_ = 0;
  bool has_seen_ = false;
};

}  // namespace weir::link
