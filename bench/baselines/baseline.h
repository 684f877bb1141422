#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>

#include "observe/histogram.h"

// What weir is measured against: the same messages sent by plainer means.
namespace weir::bench {

inline constexpr std::size_t kNumberBytes = 8;
/// What a link of weir takes as well.
inline constexpr std::size_t kLargestPayload = 8'000'000;

/// What is to be sent. Message i begins with the number i in eight bytes, the lowest first; byte k of the others is
/// k modulo 256.
struct Terms {
  std::uint64_t messages = 1'000'000;        ///< 1 or more
  std::size_t payload_bytes = kNumberBytes;  ///< of each message, from `kNumberBytes` to `kLargestPayload`
  std::optional<std::uint64_t> rate{};       ///< messages a second; nothing: as fast as they go
  bool reads_payload = true;                 ///< the receiver reads every byte, not only the number
};

struct Measured {
  std::chrono::duration<double> took{};  ///< from before the first message is sent until the last has been received
  std::uint64_t messages = 0;
  /// Where a rate was given: from the time at which a message was due, also where it was sent later. Exact.
  std::optional<observe::Percentiles> latency_us{};
};

/// A message was lost, came twice, was changed or is out of its order; then there is no result. The text says which.
class BadDelivery : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The baseline can't be run on this machine or on these terms. The text says why.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// With which `weir baseline` says that the baseline is unavailable.
inline constexpr int kExitUnavailable = 3;

struct Baseline {
  std::string_view name;
  std::string_view summary;
  bool can_be_paced = false;  ///< then its messages make two hops, as latency is measured in a pipeline
  Measured (*run)(const Terms&) = nullptr;
};

std::span<const Baseline> baselines();

/// Null where none is called so.
const Baseline* find_baseline(std::string_view name);

/// May fork: the calling process has one thread. Throws Unavailable where no baseline is called so or it can't be run,
/// BadDelivery, or what else is in the way.
Measured run_baseline(std::string_view name, const Terms& terms);

}  // namespace weir::bench
