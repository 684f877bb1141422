#pragma once

#include <pthread.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

// Objects to be shared: see weir/shared.h. Any thread of any process may use them.
namespace weir {

/// A mutex between processes, for std::scoped_lock. Who dies with it leaves it to the next.
class SharedLock {
 public:
  SharedLock();
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;
  ~SharedLock() = default;  // its memory goes with the run

  void lock();
  void unlock();

 private:
  pthread_mutex_t mutex_{};
};

/// A number that many add to.
class SharedCounter {
 public:
  /// In one step that nothing comes between.
  void add(std::int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }

  /// In two steps: what another adds between them is lost, unless all hold the lock.
  void add_in_two_steps(std::int64_t amount) {
    const std::int64_t seen = value_.load(std::memory_order_relaxed);
    value_.store(seen + amount, std::memory_order_relaxed);
  }

  SharedLock& lock() { return lock_; }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  static_assert(std::atomic<std::int64_t>::is_always_lock_free);
  std::atomic<std::int64_t> value_{0};
  SharedLock lock_;
};

/// A list of numbers, in the order in which they were appended.
class SharedList {
 public:
  static constexpr std::size_t kMost = 100'000;

  /// False: there are `kMost` in it.
  bool append(std::int64_t value);

  /// Those that were appended before.
  std::span<const std::int64_t> values() const { return {values_.data(), size_.load(std::memory_order_acquire)}; }

 private:
  SharedLock lock_;
  std::atomic<std::size_t> size_{0};
  std::array<std::int64_t, kMost> values_{};
};

}  // namespace weir
