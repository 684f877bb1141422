#pragma once

#include <weir/stage.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "run/storage.h"

namespace weir::run {

/// What a journal has room for.
struct JournalShape {
  std::size_t figures = 0;
  std::size_t note_bytes = 0;    ///< of each note
  std::uint64_t most_notes = 0;  ///< the latest of them are kept
};

/// What is committed at once.
struct Statement {
  std::vector<std::uint64_t> figures;
  std::string state;
  std::uint64_t notes = 0;  ///< in all lives
};

/// Figures, a state of any size and a list of notes, which are committed together or not at all, whatever dies and
/// when: the process, or where it is to be `Durability::kMachine`, the power. One thread.
///
/// Two slots take statements in turn, so that the one before is whole while the next is written. Each is checksummed,
/// as are the notes and the state that it adds: so one `sync` is enough, and one that is torn does not count.
class Journal {
 public:
  /// What the storage must have room for, states excepted: these stand behind.
  static std::uint64_t bytes_of(const JournalShape& shape);

  /// Takes up the latest statement that is whole, and stores it as `durability` asks for. `storage` must outlive the
  /// journal; full of zeroes, it is a new one.
  Journal(Storage& storage, const JournalShape& shape, Durability durability);

  /// As last committed; in a new journal all figures are 0 and the rest is empty.
  const Statement& latest() const { return latest_; }
  bool is_new() const { return number_ == 0; }

  /// The latest of the committed notes, one behind the other: three quarters of `most_notes`, or all there are.
  std::vector<std::byte> read_notes() const;

  /// Committed with the first statement that counts it.
  void append(std::span<const std::byte> note) { waiting_.insert(waiting_.end(), note.begin(), note.end()); }
  std::uint64_t notes() const { return latest_.notes + waiting_.size() / shape_.note_bytes; }
  /// Whether so many notes more may wait to be committed.
  bool has_room(std::uint64_t more = 1) const { return notes() + more - latest_.notes <= most_waiting(); }

  /// From now on this is what counts, and the notes up to its number.
  void commit(const Statement& statement);

 private:
  std::uint64_t most_waiting() const { return shape_.most_notes / 4; }
  std::uint64_t slot_bytes() const;
  std::uint64_t note_offset(std::uint64_t number) const;
  bool is_whole(std::span<const std::uint64_t> slot) const;
  std::vector<std::byte> read_notes(std::uint64_t first, std::uint64_t last) const;
  void write_notes(std::span<const std::byte> notes);
  /// What `slot_` speaks of.
  void store(std::span<const std::byte> notes, std::string_view state);
  /// Where a state of this size can stand without touching the one that counts.
  std::uint64_t place_for_state(std::uint64_t size) const;

  Storage& storage_;
  JournalShape shape_;
  Durability durability_;
  std::uint64_t number_ = 0;  ///< of the latest statement; they count from 1
  Statement latest_;
  std::vector<std::byte> waiting_;   ///< notes
  std::vector<std::uint64_t> slot_;  ///< of the latest, as it is written
};

}  // namespace weir::run
