#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "observe/cell.h"
#include "observe/histogram.h"

namespace weir::observe {

/// Where a replica is in its life.
enum class Phase : std::uint64_t {
  kPlanned,   ///< nothing runs yet
  kStarting,  ///< its stage starts, or its receivers are not ready
  kRunning,
  kDraining,  ///< asked to stop, or its input has ended
  kDone,      ///< everything it took in is accounted for
  kFailed,    ///< `Page::failure` says why
};
/// "planned", …; "unknown" for a number that is no phase.
std::string_view to_string(Phase phase);

/// A batch of which a stage has died so often that it must not see it again.
struct PoisonCells {
  Cell batch;  ///< its sequence, plus 1; 0: none
  Cell part;   ///< which part of it, and of which stream
};

struct PositionCells {
  Cell offset;
  Cell number;
};

/// What the loop of a replica is about.
enum class Doing : std::uint64_t {
  kWorks,
  kWaits,  ///< for others
  kHasEnded,
  kLetsOthersWork  ///< its thread drives another replica
};

/// Whether it is no longer, or not now, its turn: its loop need not show a sign of life.
constexpr bool is_out_of_turn(Doing doing) { return doing == Doing::kHasEnded || doing == Doing::kLetsOthersWork; }

/// What one replica counts. Times in nanoseconds on the monotonic clock of the host.
struct StageCells {
  Cell phase;  ///< a Phase
  Cell pid;
  Cell thread;        ///< the kernel's number of it
  Cell started_ns;    ///< its stage had started and its receivers were ready
  Cell first_ns;      ///< its first record was produced or taken in; 0: none yet
  Cell last_ns;       ///< it was done with its latest record
  Cell heartbeat_ns;  ///< its loop turned; 0 until its stage has started
  Cell doing;         ///< a Doing
  Cell records_in;
  Cell records_out;
  Cell bytes_in;   ///< of records as they travel: serialised, or handed over in memory
  Cell bytes_out;  ///< the same
  Cell rejected;
  Cell restarts;
  Cell busy_ns;       ///< working
  Cell starved_ns;    ///< waiting for input
  Cell blocked_ns;    ///< waiting for room in a link
  Cell at_hand;       ///< the sequence, plus 1, of the batch that it works on; 0: none
  Cell at_hand_part;  ///< which part of it, and of which stream
  Cell deadly;        ///< the batch that was at hand when it last died, in the same way
  Cell deadly_part;
  Cell deaths;                        ///< with this batch at hand, one after the other
  Cell poisons;                       ///< batches that were found to be poison
  std::array<PoisonCells, 8> poison;  ///< the latest of them
  std::array<PositionCells, 2> sent;  ///< producers: the position behind what was sent last is in one of them
  Cell has_sent;                      ///< 1: in the first; 2: in the second; 3: it is not known; 0: nothing was sent
  Cell total;                         ///< records that it will make in all, where its producer knows; else 0
  Histogram end_to_end;  ///< consumers: from the production of a batch's oldest record until it was consumed
};

/// What the receiving end of a link counts, in records.
struct InletCells {
  Cell delivered;  ///< a record counts once, however often it came
  Cell rejected;
  Cell redelivered;
  Cell duplicates;
  Cell bad_frames;    ///< frames that were no well-formed part of the protocol
  Histogram latency;  ///< from the emission of a batch's oldest record until the batch was taken up
};

/// What the sending end of a link counts, in records.
struct OutletCells {
  Cell offered;  ///< whether or not it has found room yet
  Cell accepted;
  Cell dropped;
  Cell bad_frames;  ///< from its receivers, or from whoever else found its socket
};

/// How many link ends a replica has.
struct PageShape {
  std::size_t inlets = 0;
  std::size_t outlets = 0;
};

/// The counters of one replica, mapped from a file: one writer, any reader, in any process; still there after the
/// writer was killed. Owns the mapping, not the file.
class Page {
 public:
  /// Makes the file (0600), all zero, and takes its room on the disk at once: a full one is an error here and not a
  /// SIGBUS later. Throws std::system_error when it can't, as when the file exists; then it leaves none behind.
  static Page create(const std::filesystem::path& path, PageShape shape);

  /// Maps an existing file, to be read or to be written on. Throws std::system_error when it can't,
  /// std::runtime_error when it is no whole page of this version and shape.
  static Page open(const std::filesystem::path& path, PageShape shape);

  Page(Page&& other) noexcept;
  Page& operator=(Page&& other) noexcept;
  ~Page();

  StageCells& stage();
  const StageCells& stage() const;
  InletCells& inlet(std::size_t index);
  const InletCells& inlet(std::size_t index) const;
  OutletCells& outlet(std::size_t index);
  const OutletCells& outlet(std::size_t index) const;

  Phase phase() const { return static_cast<Phase>(stage().phase.get()); }
  Doing doing() const { return static_cast<Doing>(stage().doing.get()); }
  void set_doing(Doing doing) { stage().doing.set(static_cast<std::uint64_t>(doing)); }
  void set_phase(Phase phase) { stage().phase.set(static_cast<std::uint64_t>(phase)); }

  /// Its writer lives no more and another is to follow: a restart, and an earlier failure is forgotten.
  void begin_life();

  /// Why the replica failed: set once by its writer, empty before; what is set later is ignored. Readers see nothing
  /// or the whole text, also when the writer dies meanwhile. Texts over 1 KiB are cut between two characters.
  void set_failure(std::string_view text);
  std::string failure() const;

 private:
  Page(void* memory, PageShape shape);

  void* memory_ = nullptr;
  PageShape shape_;
};

}  // namespace weir::observe
