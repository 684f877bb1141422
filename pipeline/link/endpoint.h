#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

namespace weir::link {

/// How batches travel to a receiver: inside the process by handing over the memory, to another thread or to a stage
/// that the same one drives; beyond it serialised.
enum class Transport { kHandOver, kOneThread, kSerialise };

/// queue: N:M through a ROUTER at the sender and a DEALER at each receiver. pipe: 1:1, within a process through a
/// socket pair, between processes as a queue.
enum class Wiring { kQueue, kPipe };

/// Where a sending replica waits for its receivers, as ZeroMQ writes it: "inproc://…" or "ipc://…". Where one thread
/// drives both, it is only a name.
struct Endpoint {
  std::string address;
  Transport transport = Transport::kHandOver;
  std::filesystem::path blocks = {};  ///< the file of its shared memory; empty: it has none
};

/// What a full link does with records that find no room.
enum class WhenFull { kBlock, kDropNewest, kDropOldest, kFail };

/// Records of fewer bytes are copied through ZeroMQ in less time than it takes to look after blocks.
inline constexpr std::uint32_t kLeastInBlocks = 1024;

/// What both ends of a link know of it before they meet.
struct LinkTerms {
  std::string name;  ///< for messages
  Wiring wiring = Wiring::kQueue;
  std::uint32_t capacity = 8192;  ///< records that a sending replica may have accepted and not yet worked off
  std::uint64_t most_held = std::numeric_limits<std::uint64_t>::max();  ///< the same of records still needed
  /// Batches that each receiver may owe an acknowledgement of, at most `SequenceSet::kRemembered`.
  std::uint64_t most_owed = std::numeric_limits<std::uint64_t>::max();
  WhenFull when_full = WhenFull::kBlock;
  bool ordered = false;
  /// Each sequence goes to the receiver whose turn it is by its number, also where another has less to do: so another
  /// life of the sender sends it there again, or says there that it is lost.
  bool dealt = false;
  /// What a receiver had not acknowledged when it died is sent to its next life; else it is lost.
  bool sends_again = true;
  std::uint32_t batch_records = 512;
  std::uint32_t batch_bytes = 64 * 1024;
  std::uint32_t least_in_blocks = kLeastInBlocks;  ///< bytes of a batch for which shared memory is used
  std::uint32_t streams = 1;                       ///< numbers of streams are below this
  /// Records that a receiver may have worked off or no longer need for a while without telling the sender: so few that
  /// nobody in the pipeline waits for them.
  std::uint32_t most_untold = 0;

  /// Records that may be on the way at once. To drop the oldest, the sender must still have it.
  std::uint32_t window() const { return when_full == WhenFull::kDropOldest ? std::max(1U, capacity / 2) : capacity; }
};

}  // namespace weir::link
