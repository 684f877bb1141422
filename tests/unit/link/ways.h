#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "link/endpoint.h"

namespace weir::link {

/// A link of each kind over each transport.
struct Way {
  const char* name;
  Wiring wiring;
  Transport transport;
  std::uint32_t least_in_blocks = kLeastInBlocks;
};

inline void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

inline constexpr Way kWays[] = {{"queue_one_thread", Wiring::kQueue, Transport::kOneThread},
                                {"queue_inproc", Wiring::kQueue, Transport::kHandOver},
                                {"queue_ipc", Wiring::kQueue, Transport::kSerialise},
                                {"queue_blocks", Wiring::kQueue, Transport::kSerialise, 1},
                                {"pipe_one_thread", Wiring::kPipe, Transport::kOneThread},
                                {"pipe_inproc", Wiring::kPipe, Transport::kHandOver},
                                {"pipe_ipc", Wiring::kPipe, Transport::kSerialise},
                                {"pipe_blocks", Wiring::kPipe, Transport::kSerialise, 1}};

class EveryWay : public testing::TestWithParam<Way> {
 protected:
  /// Terms with batches of an eighth of the capacity, as the plan makes them.
  static LinkTerms terms(std::uint32_t capacity, WhenFull when_full = WhenFull::kBlock) {
    return {.name = "",
            .wiring = GetParam().wiring,
            .capacity = capacity,
            .when_full = when_full,
            .batch_records = std::max(1U, capacity / 8),
            .least_in_blocks = GetParam().least_in_blocks,
            .streams = 8};
  }
  static Transport transport() { return GetParam().transport; }
};

inline std::string way_name(const testing::TestParamInfo<Way>& info) { return info.param.name; }

inline std::string transport_name(const testing::TestParamInfo<Transport>& info) {
  return info.param == Transport::kHandOver ? "inproc" : "ipc";
}

inline std::string wiring_name(const testing::TestParamInfo<Wiring>& info) {
  return info.param == Wiring::kQueue ? "queue" : "pipe";
}

/// 0, 1, 2, …, `count` of them.
inline std::vector<std::int64_t> first_numbers(std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<std::int64_t>(i);
  return numbers;
}

}  // namespace weir::link
