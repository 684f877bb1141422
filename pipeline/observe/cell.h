#pragma once

#include <atomic>
#include <cstdint>

namespace weir::observe {

/// A counter with one writer and any reader, in memory that processes share. A plain load and store instead of
/// `fetch_add`: with one writer nothing can come between, and it costs a fraction.
class Cell {
 public:
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }
  void set(std::uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::uint64_t more) { set(get() + more); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

static_assert(sizeof(Cell) == 8 && std::atomic<std::uint64_t>::is_always_lock_free);

}  // namespace weir::observe
