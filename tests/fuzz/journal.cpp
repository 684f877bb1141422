#include "run/journal.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "promise.h"
#include "unit/run/simulated_storage.h"
#include "words.h"

// A script against a journal: processes die, the power fails, and anything may stand where it had written. What it
// takes up was committed, and is the latest but where the storage lost that.
//
// The first line is the journal: FIGURES NOTE_BYTES MOST_NOTES FOR_THE_MACHINE.
// Each other line is a step:
//
//   append COUNT        so many notes, as far as there is room
//   commit SIZE HELD    a state of this size, and all notes but so many
//   die                 the process does
//   power CALLS SEED    it fails after so many more calls of the storage
//   flip BIT            a bit of what is stored
//   lose SECTORS        nothing behind them is left
//   write PLACE BYTES…  over what is stored
namespace weir::fuzz {
namespace {

using run::JournalShape;
using run::SimulatedStorage;
using run::Statement;

constexpr run::PowerLeft kAlways = -1;

/// The journal of the first line.
struct Setting {
  explicit Setting(Words words) {
    shape.figures = words.number() % 8;
    shape.note_bytes = sizeof(std::uint64_t) * (1 + words.number() % 3);
    shape.most_notes = 4 + words.number() % 64;
    durability = words.flag() ? Durability::kMachine : Durability::kProcess;
  }

  JournalShape shape;
  Durability durability = Durability::kProcess;
};

/// Another one for each number, and no byte of it is 0: so nothing that is lost looks like something that was written.
std::uint64_t distinct(std::uint64_t number) {
  constexpr std::uint64_t kGoldenRatio = 0x9e3779b97f4a7c15;
  constexpr std::uint64_t kNoZeroes = 0x0101010101010101;
  return (number * kGoldenRatio) | kNoZeroes;
}

bool equal(const Statement& one, const Statement& other) {
  return one.figures == other.figures && one.state == other.state && one.notes == other.notes;
}

class BesetJournal {
 public:
  explicit BesetJournal(const Setting& setting) : shape_(setting.shape), durability_(setting.durability) {
    latest_.figures.resize(shape_.figures);
    committed_.push_back(latest_);
    take_up();
  }

  void play(std::string_view line) {
    Words words(line);
    switch (words.word()) {
      case 'a':
        return append(words.number() % 64);
      case 'c':
        return commit(words);
      case 'd':
        return take_up();
      case 'p':
        power_ = static_cast<run::PowerLeft>(words.number() % 8);
        random_.seed(static_cast<std::uint32_t>(words.number()));
        return;
      case 'f':
        return damage([&words](SimulatedStorage& storage) { flip(storage, words.number()); });
      case 'l':
        return damage([&words](SimulatedStorage& storage) { cut(storage, words.number()); });
      case 'w':
        return damage([&words](SimulatedStorage& storage) { write(storage, words); });
      default:
        return;
    }
  }

  /// Whatever was, it goes on.
  void conclude() {
    power_ = kAlways;
    take_up();
    append(1);
    write_statement(sizeof(std::uint64_t), 0);
    take_up();
  }

 private:
  void append(std::uint64_t count) {
    for (; count > 0 && journal_->has_room(); --count) {
      noted_.push_back(distinct(++written_));
      const std::vector<std::uint64_t> note(shape_.note_bytes / sizeof(std::uint64_t), noted_.back());
      journal_->append(std::as_bytes(std::span(note)));
    }
  }

  void commit(Words& words) {
    constexpr std::uint64_t kLargestState = 20'000;
    const std::uint64_t size = words.number() % kLargestState;
    const std::uint64_t held = words.number();
    try {
      write_statement(size, held % (1 + journal_->notes() - latest_.notes));
    } catch (const run::PowerFailure&) {
      power_ = kAlways;
      storage_.crash(random_);
      if (durability_ == Durability::kProcess) lose();
      take_up();
    }
  }

  void write_statement(std::uint64_t size, std::uint64_t held) {
    next_ = Statement{.figures = {}, .state = "", .notes = journal_->notes() - held};
    while (next_->figures.size() < shape_.figures) next_->figures.push_back(distinct(++written_));
    while (next_->state.size() < size) {
      const std::uint64_t word = distinct(++written_);
      next_->state.append(reinterpret_cast<const char*>(&word), sizeof word);
    }
    committed_.push_back(*next_);
    journal_->commit(*next_);
    latest_ = *next_;
    next_.reset();
  }

  template <class Change>
  void damage(Change change) {
    power_ = kAlways;
    SimulatedStorage damaged = storage_;
    if (damaged.size() > 0) change(damaged);
    storage_ = damaged;
    lose();
    take_up();
  }

  static void flip(SimulatedStorage& storage, std::uint64_t bit) { storage.flip(bit % (storage.size() * 8)); }

  static void cut(SimulatedStorage& storage, std::uint64_t sectors) {
    constexpr std::uint64_t kSector = 512;
    storage.cut(std::min(storage.size(), sectors % (storage.size() / kSector + 1) * kSector));
  }

  static void write(SimulatedStorage& storage, Words& words) {
    const std::uint64_t place = words.number() % storage.size();
    const std::string_view bytes = words.rest().substr(0, storage.size() - place);
    storage.write(place, std::as_bytes(std::span(bytes)));
  }

  /// From now on the storage need not hold what was written.
  void lose() {
    lost_ = true;
    notes_are_known_ = false;
  }

  /// The next life.
  void take_up() {
    try {
      journal_.emplace(storage_, shape_, durability_);
    } catch (const run::PowerFailure&) {
      power_ = kAlways;
      storage_.crash(random_);
      journal_.emplace(storage_, shape_, durability_);
    }
    const Statement& found = journal_->latest();
    require(std::ranges::any_of(committed_, [&found](const Statement& one) { return equal(one, found); }),
            "what is taken up was committed");
    require(lost_ || equal(found, latest_) || (next_ && equal(found, *next_)), "the latest is taken up");
    latest_ = found;
    next_.reset();
    lost_ = false;
    noted_.resize(found.notes);
    check_notes();
  }

  void check_notes() const {
    const std::vector<std::byte> notes = journal_->read_notes();
    const std::uint64_t kept = std::min(latest_.notes, shape_.most_notes - shape_.most_notes / 4);
    require(notes.size() == kept * shape_.note_bytes, "the latest notes are kept");
    if (!notes_are_known_) return;
    std::vector<std::uint64_t> words(notes.size() / sizeof(std::uint64_t));
    std::ranges::copy(notes, std::as_writable_bytes(std::span(words)).begin());
    const std::uint64_t of_each = shape_.note_bytes / sizeof(std::uint64_t);
    for (std::uint64_t i = 0; i < words.size(); ++i) {
      require(words[i] == noted_[latest_.notes - kept + i / of_each], "a note is what was noted");
    }
  }

  JournalShape shape_;
  Durability durability_;
  run::PowerLeft power_ = kAlways;
  std::mt19937 random_;
  SimulatedStorage storage_{power_};
  std::optional<run::Journal> journal_;
  std::uint64_t written_ = 0;  ///< numbers that made something distinct
  std::vector<std::uint64_t> noted_;
  std::vector<Statement> committed_;  ///< at any time
  Statement latest_;
  std::optional<Statement> next_;  ///< of which the power cut the commit
  bool lost_ = false;
  bool notes_are_known_ = true;
};

void play(std::string_view script) {
  constexpr int kMostSteps = 256;
  BesetJournal journal(Setting(Words(take_until('\n', script))));
  for (int step = 0; step < kMostSteps && !script.empty(); ++step) journal.play(take_until('\n', script));
  journal.conclude();
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weir::fuzz::play({reinterpret_cast<const char*>(data), size});
  return 0;
}
