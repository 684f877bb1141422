#pragma once

#include <cstdint>

namespace weir::bench {

/// When the messages of a paced run are due. One thread.
class Pace {
 public:
  /// Message 0 is due at `start_ns`. The calling thread is woken as exactly as the kernel can from here on.
  Pace(std::int64_t start_ns, double rate);

  /// Counted from the start, never from when the message before was sent: who sends late has not less to answer for.
  std::int64_t due_ns(std::uint64_t message) const;

  /// Sleeps until then; returns at once where that has gone by.
  static void wait_until(std::int64_t due_ns);

 private:
  std::int64_t start_ns_;
  double period_ns_;
};

}  // namespace weir::bench
