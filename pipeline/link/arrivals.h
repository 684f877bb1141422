#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "link/arrival.h"
#include "link/ring.h"
#include "link/sequence_set.h"

namespace weir::link {

/// What has come of each stream, over all connections of an inlet: tells duplicates, and on an ordered link keeps
/// what came early until it is its turn. One thread.
class Arrivals {
 public:
  /// `index`, `replicas`: which of the receiving replicas this is. On an ordered link, it is sent the sequences
  /// index, index + replicas, index + 2 replicas, …; else any of them.
  Arrivals(bool ordered, std::uint32_t index, std::uint32_t replicas)
      : ordered_(ordered), index_(index), replicas_(replicas) {}

  /// Notes that the batch came; false when it had come before.
  bool note(const Identity& identity);

  /// The part that comes next of its sequence: 0 where none has come.
  std::uint32_t next_part(const Identity& identity);

  /// Notes that numbers came without records. These are never duplicates: when they come again, they may be merged
  /// with others than the first time, and to pass them on twice does no harm.
  void note_gap(const Identity& identity) { stream(identity.stream).done.cover(identity.sequence, identity.span); }

  /// Whether the batch has to wait for others that come later.
  bool is_early(const Identity& identity) { return ordered_ && identity.sequence > stream(identity.stream).turn; }

  /// Takes a batch in. What is its turn now, because of it, comes out of `next`.
  void put(const Arrival& arrival);

  /// The next batch whose turn it is; null: none. Good until the next call.
  const Arrival* next();

  /// Of each stream of an ordered link: the sequence up to which everything was given out and worked off.
  struct Turn {
    std::uint32_t stream = 0;
    std::uint64_t sequence = 0;
  };
  void work_off(const Identity& identity);
  std::vector<Turn> turns() const;
  /// An earlier life of the receiver had got so far.
  void go_on_from(const Turn& turn);

  /// Whether nothing is kept.
  bool empty() const { return due_.size() == given_out_ && early_ == 0; }

  /// Whether batches wait for one that did not come.
  bool has_early() const { return early_ > 0; }

 private:
  struct Stream {
    SequenceSet done;                                     ///< of these the last part came
    std::map<std::uint64_t, std::uint32_t> next_part;     ///< of these some parts came
    std::uint64_t turn = 0;                               ///< ordered: the sequence whose turn it is to come out
    std::uint64_t worked_off = 0;                         ///< ordered: all before it
    std::map<std::uint64_t, std::vector<Arrival>> early;  ///< ordered: by sequence, in order of their parts
  };

  Stream& stream(std::uint32_t number);
  void pass(std::uint64_t& turn, const Identity& identity) const;

  bool ordered_;
  std::uint32_t index_;
  std::uint32_t replicas_;
  std::unordered_map<std::uint32_t, Stream> streams_;
  Ring<Arrival> due_;
  std::size_t given_out_ = 0;  ///< 1: the first that is due is being worked on
  std::size_t early_ = 0;      ///< batches kept in all streams
};

}  // namespace weir::link
