#pragma once

#include <weir/stage.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "link/batch.h"
#include "link/sequence_set.h"
#include "observe/cell.h"
#include "run/journal.h"

namespace weir::run {

/// What a replica has counted, what its stage keeps, and which batches are in that, in a file that outlives a killed
/// process. The next life of the replica goes on from there: figures, state and batches are committed together, so a
/// kill at any instruction leaves a whole account. Where no process may die, an account in memory keeps the state
/// alone, for the next life of the stage. One thread.
class Account {
 public:
  /// Makes the file for so many figures and takes its room on the disk. Throws std::system_error when it can't.
  static void create(const std::filesystem::path& path, std::size_t figures);

  /// Takes up what an earlier life committed, and sets `figures` to it; in the first life they are 0. The figures must
  /// outlive the account. Throws std::system_error when the file can't be read.
  Account(const std::filesystem::path& path, std::vector<observe::Cell*> figures,
          Durability durability = Durability::kProcess);

  /// In memory.
  Account() = default;

  /// Whether nothing was ever sealed.
  bool is_new() const { return is_new_; }

  /// When it was sealed last, be it in an earlier life: what the stage kept, how far its inlets had got, and how its
  /// outlets number parts.
  std::string_view state() const { return pieces().state; }
  std::string_view turns() const { return pieces().turns; }
  std::string_view open_parts() const { return pieces().open_parts; }

  /// Whether an earlier life has worked on the batch.
  bool has(const link::Identity& identity) const;

  /// The batches of earlier lives, by stream, sequence and part; with a part come all before it.
  const std::vector<link::Identity>& before() const { return before_; }

  /// The batch is counted in the figures, and is in the stage's state. Parts of one number come in their order.
  void note(const link::Identity& identity);
  /// Whether another batch may be noted before the next commit.
  bool has_room() const { return !journal_ || journal_->has_room(noted_ ? 2 : 1); }

  /// Whether anything was noted since the last `seal`.
  bool has_unsealed() const { return noted_ || (journal_ && journal_->notes() != sealed_.notes); }

  /// What is to be committed next: the batches noted so far, the figures and the stage's state as they are now.
  void seal();
  void seal(const Receiving& stage, std::string_view turns, std::string_view open_parts = {});

  /// What was sealed counts from now on.
  void commit() {
    if (journal_) journal_->commit(sealed_);
  }

  /// So many batches are remembered, the latest. No more are unacknowledged of all streams that come to one stage; of
  /// parts that come between those of other streams each counts.
  static constexpr std::size_t kRemembered = 3 * link::SequenceSet::kRemembered;

 private:
  /// What the journal keeps as one state.
  struct Pieces {
    std::string_view turns;
    std::string_view open_parts;
    std::string_view state;
  };
  Pieces pieces() const;

  void append_noted();

  std::vector<observe::Cell*> figures_;
  std::optional<FileStorage> storage_;
  std::optional<Journal> journal_;
  std::optional<link::Identity> noted_;  ///< not in the journal yet: the next part of it may take its place
  Statement sealed_;
  std::string next_state_;
  bool is_new_ = true;
  std::vector<link::Identity> before_;
};

}  // namespace weir::run
