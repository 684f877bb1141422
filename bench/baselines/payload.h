#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bench/baselines/baseline.h"

namespace weir::bench {

/// The messages of `Terms`, written one after the other. A paced message carries the time at which it was due behind
/// its number, so it is 16 bytes at least. One thread.
class Payload {
 public:
  explicit Payload(const Terms& terms);

  std::size_t size() const { return pattern_.size(); }

  /// Into `size()` bytes. `due_ns` only goes into paced messages.
  void write(std::uint64_t number, std::int64_t due_ns, void* out) const;

  /// In place of another message of this payload, of which only the number changes, or of nothing. Not for paced ones.
  void write(std::uint64_t number, std::string& out) const;

 private:
  std::vector<std::uint8_t> pattern_;  ///< what all messages have in common, with room for the rest
  bool paced_;
};

/// Takes the messages of `Payload`, in order, each once. One thread.
class Check {
 public:
  explicit Check(const Terms& terms);

  /// Throws BadDelivery where this is not the next message. Called until it `is_complete`.
  void take(std::span<const std::uint8_t> message);

  std::uint64_t taken() const { return next_; }
  bool is_complete() const { return next_ == messages_; }

  /// "999 of 1000", for a sentence about those that have come.
  std::string progress() const;

 private:
  std::uint64_t messages_;
  std::size_t size_;
  bool paced_;
  bool reads_all_;
  std::uint64_t sum_of_pattern_;  ///< of the words behind the number and the time
  std::uint64_t next_ = 0;
};

/// When a paced message was due.
std::int64_t due_of(std::span<const std::uint8_t> message);

/// The first eight bytes, the lowest first. There must be so many.
std::uint64_t number_of(std::span<const std::uint8_t> message);

/// Of the 64-bit words, modulo 2^64; the last one ends as if zeros followed.
std::uint64_t sum_of_words(std::span<const std::uint8_t> bytes);

}  // namespace weir::bench
