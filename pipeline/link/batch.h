#pragma once

#include <weir/engine.h>
#include <weir/records.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "link/block_file.h"

namespace weir::link {

/// Which batch this is, from producer to consumer. A stream is what one replica began; its sequences count
/// 0, 1, 2, …; every stage answers each sequence exactly once, be it with nothing.
struct Identity {
  std::uint32_t stream = 0;
  std::uint64_t sequence = 0;
  std::uint64_t span = 1;  ///< sequences covered from `sequence` on; over 1 only where all of them are empty
  std::uint32_t part = 0;  ///< 0, 1, 2, … where one sequence is cut into several batches
  bool more = false;       ///< further parts of this sequence follow

  bool is_whole() const { return part == 0 && !more; }
  bool operator==(const Identity&) const = default;
};

/// Where a batch came in, so that it can be acknowledged there.
struct Origin {
  std::uint32_t inlet = 0;
  std::uint32_t connection = 0;
  std::uint64_t tag = 0;
  std::uint32_t life = 0;     ///< of the connection, which begins anew with the sender
  std::uint32_t records = 0;  ///< whose room comes back, with the acknowledgement or before
  Identity identity;
  std::uint32_t bytes = 0;       ///< of these records
  bool taken = false;            ///< their room has been given back already
  struct Batch* lent = nullptr;  ///< handed over by the sender, who gets it back with the acknowledgement
};

/// What a stage answered to one batch, shared by all links that carry it.
/// Belongs to the sending replica's thread; receivers in the same process read the records until they acknowledge.
struct Answer {
  Identity identity;  ///< of the whole answer: part and more are those of the batch that it answers
  std::unique_ptr<Records> records;
  std::int64_t created_ns = 0;  ///< its oldest record was produced, at the head of the pipeline
  std::int64_t opened_ns = 0;   ///< its oldest record was emitted here
  std::uint64_t number = 0;     ///< among the answers of its replica, where that counts them
  bool counted = false;         ///< by an earlier life of the replica: no link counts it again
  std::uint32_t lost = 0;       ///< records that the producer can't make again; then it is empty
  bool has_origin = false;      ///< `origin` waits to be acknowledged once nobody needs the answer any more
  Origin origin;
  std::uint32_t holders = 0;  ///< batches and links that still need it
};

/// A run of records on its way over one link to one receiver. Belongs to the sending outlet, always: between
/// threads the receiver borrows it until it acknowledges.
struct Batch {
  Identity identity;
  std::uint64_t tag = 0;  ///< counts the batches of one connection
  std::int64_t created_ns = 0;
  std::int64_t sent_ns = 0;
  const Records* records = nullptr;  ///< null in a gap
  Range range;
  std::uint32_t bytes = 0;   ///< of the range: serialised where that is known, else in memory
  BlockRun blocks;           ///< that hold the records while they take room at a receiver in another process
  Answer* answer = nullptr;  ///< that holds back its origin or records for it
  std::vector<Answer*> further_answers;  ///< the same, of a gap that others were merged into
  Batch* next = nullptr;                 ///< handed over in the same frame
  bool taken = false;                    ///< takes no room at its receiver any more
  bool again = false;                    ///< an earlier life of its receiver was sent it
  bool counted = false;                  ///< as its answer
  std::uint32_t lost = 0;                ///< the same

  /// Nothing but numbers: of batches that were answered without records, or of one that is lost.
  bool is_empty() const { return records == nullptr; }
};

}  // namespace weir::link
