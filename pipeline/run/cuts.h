#pragma once

#include <weir/stage.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <vector>

#include "observe/cell.h"
#include "run/journal.h"

namespace weir::run {

/// How a producer's stream was cut into batches, in a file that outlives a killed process: the next life makes the
/// batches that may still be needed once more, with the same records under the same numbers, and goes on behind them.
/// One thread.
class Cuts {
 public:
  struct Cut {
    std::uint64_t records = 0;
    std::int64_t created_ns = 0;
    Position after;             ///< where the producer stood behind it
    bool has_position = false;  ///< else it can't be gone back to
  };

  /// Makes the file for so many figures and takes its room on the disk. Throws std::system_error when it can't.
  static void create(const std::filesystem::path& path, std::size_t figures);

  /// Takes up what an earlier life noted, and sets `figures` to it. The figures must outlive this.
  Cuts(const std::filesystem::path& path, std::vector<observe::Cell*> figures, Durability durability);

  /// In a later life: the cut behind which the producer goes on; null where it begins at its beginning.
  const Cut* resume_after() const { return resume_after_ ? &*resume_after_ : nullptr; }
  /// The number of the first batch to be made, be it again or for the first time.
  std::uint64_t first() const { return first_needed_; }
  /// The cuts of the batches from `first` on that are to be made again; null behind the last of them.
  const Cut* next_again() const { return again_.empty() ? nullptr : &again_.front(); }
  void pop_again() { again_.pop_front(); }

  /// That the figures count the next batch, and how it was cut.
  void note(const Cut& cut);
  /// Before any batch is sent that was noted.
  void commit();
  /// Whether another batch may be under way.
  bool has_room() const { return journal_.notes() - first_needed_ < kMostUnderWay; }

  /// Nobody needs the batch any more.
  void acknowledge(std::uint64_t sequence);
  /// Where the producer stood behind the last batch that no life makes again; nothing where it could not say.
  const std::optional<Position>& settled() const { return settled_; }

  /// No batch follows, in no life. Commits.
  void note_end();
  bool has_ended() const { return !statement_.state.empty(); }

  static constexpr std::uint64_t kMostUnderWay = 12'000;  ///< batches

 private:
  void take_figures();

  std::vector<observe::Cell*> figures_;
  FileStorage storage_;
  Journal journal_;
  Statement statement_;
  std::uint64_t first_needed_ = 0;  ///< all batches before it are acknowledged
  struct UnderWay {
    bool acknowledged = false;
    std::optional<Position> after;
  };
  std::deque<UnderWay> under_way_;        ///< those from it on
  std::optional<Position> acknowledged_;  ///< behind the last batch before the first that is needed
  std::optional<Position> noted_;         ///< the same, as of the statement
  std::optional<Position> settled_;       ///< the same, as committed
  std::optional<Cut> resume_after_;
  std::deque<Cut> again_;
};

}  // namespace weir::run
