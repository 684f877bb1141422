#include "run/account.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "promise.h"
#include "support/scratch_folder.h"
#include "words.h"

// A script against an account: lives of a replica that die, and a file in which anything may be found. A life knows
// what the ones before it had committed, and no more.
//
// Each line is a step:
//
//   count WHICH VALUE               a figure is
//   note STREAM SEQUENCE PART MORE  a batch is worked on, as far as there is room
//   keep BYTES…                     the stage does
//   turns BYTES…                    its inlets have got so far
//   parts BYTES…                    its outlets number parts from there
//   seal STAGE                      with what the stage keeps, or only the figures
//   order                           what is sealed is committed
//   die                             the replica does
//   foreign BYTES…                  a state that no account has sealed
//   write PLACE BYTES…              over the file
namespace weir::fuzz {
namespace {

using link::Identity;

constexpr std::size_t kFigures = 3;
constexpr run::JournalShape kShape{
    .figures = kFigures, .note_bytes = 16, .most_notes = run::Account::kRemembered / 3 * 4};

class KeepingStage final : public Receiving {
 public:
  void save(std::string& state) const override { state += kept; }

  std::string kept;
};

/// What the next life is to find.
struct Contents {
  std::array<std::uint64_t, kFigures> figures{};
  std::string state;
  std::string turns;
  std::string open_parts;
  std::vector<Identity> batches;
};

bool is_same_number(const Identity& one, const Identity& other) {
  return one.stream == other.stream && one.sequence == other.sequence;
}

bool equal(const Identity& one, const Identity& other) {
  return std::tie(one.stream, one.sequence, one.part, one.more) ==
         std::tie(other.stream, other.sequence, other.part, other.more);
}

class BesetAccount {
 public:
  BesetAccount() {
    std::filesystem::remove(path());
    run::Account::create(path(), kFigures);
    take_up();
  }

  void play(std::string_view line) {
    Words words(line);
    switch (words.word()) {
      case 'c':
        return count(words.number() % kFigures, words.number());
      case 'n':
        return note(words);
      case 'k':
        stage_.kept = words.rest();
        return;
      case 't':
        turns_ = words.rest();
        return;
      case 'p':
        open_parts_ = words.rest();
        return;
      case 's':
        return seal(words.flag());
      case 'o':
        account_->commit();
        committed_ = sealed_;
        return;
      case 'd':
        return take_up();
      case 'f':
        return write_foreign_state(words.rest());
      case 'w':
        return write(words);
      default:
        return;
    }
  }

  void conclude() { take_up(); }

 private:
  static const std::filesystem::path& path() {
    static const ScratchFolder folder;
    static const std::filesystem::path path = folder / "account";
    return path;
  }

  void count(std::uint64_t which, std::uint64_t value) {
    figures_[which].set(value);
    now_.figures[which] = value;
  }

  void note(Words& words) {
    constexpr std::uint64_t kParts = std::uint64_t{1} << 31U;
    Identity identity;
    identity.stream = static_cast<std::uint32_t>(words.number());
    identity.sequence = words.number();
    identity.part = static_cast<std::uint32_t>(words.number() % kParts);
    identity.more = words.flag();
    if (!account_->has_room()) return;
    const bool is_further_part =
        now_.batches.size() > sealed_.batches.size() && is_same_number(now_.batches.back(), identity);
    if (is_further_part && identity.part <= now_.batches.back().part) return;  // parts come in order
    account_->note(identity);
    require(account_->has_unsealed(), "what is noted waits to be sealed");
    if (is_further_part) now_.batches.pop_back();  // which stands for those before it
    now_.batches.push_back(identity);
  }

  void seal(bool stage) {
    if (stage) {
      account_->seal(stage_, turns_, open_parts_);
      now_.state = stage_.kept;
      now_.turns = turns_;
      now_.open_parts = open_parts_;
    } else {
      account_->seal();
    }
    sealed_ = now_;
    require(!account_->has_unsealed() && !account_->is_new(), "what is sealed is sealed");
    require_kept(sealed_, "what is sealed can be read");
  }

  /// The next life.
  void take_up() {
    open();
    require(std::ranges::equal(figures_, committed_.figures, {}, &observe::Cell::get),
            "figures are as they were committed");
    require_kept(committed_, "what a stage keeps is as it was committed");
    require(account_->before().size() == committed_.batches.size(), "all batches are known that were committed");
    for (const Identity& batch : committed_.batches) {
      require(account_->has(batch), "a batch is known that was committed");
      require(std::ranges::any_of(account_->before(), [&batch](const Identity& one) { return equal(one, batch); }),
              "a batch is known as it was");
    }
  }

  void require_kept(const Contents& contents, const char* promise) const {
    require(account_->state() == contents.state && account_->turns() == contents.turns &&
                account_->open_parts() == contents.open_parts,
            promise);
  }

  void open() {
    account_.reset();
    for (observe::Cell& figure : figures_) figure.set(1);
    account_.emplace(path(), std::vector{&figures_[0], &figures_[1], &figures_[2]});
    now_ = sealed_ = committed_;
  }

  /// Whatever the file says now is what was committed.
  void believe_the_file() {
    open();
    for (std::size_t i = 0; i < kFigures; ++i) committed_.figures[i] = figures_[i].get();
    committed_.state = account_->state();
    committed_.turns = account_->turns();
    committed_.open_parts = account_->open_parts();
    committed_.batches = account_->before();
    now_ = sealed_ = committed_;
  }

  void write_foreign_state(std::string_view bytes) {
    account_.reset();
    {
      run::FileStorage storage(path());
      run::Journal journal(storage, kShape, Durability::kProcess);
      run::Statement statement = journal.latest();
      statement.state = bytes;
      journal.commit(statement);
    }
    believe_the_file();
  }

  void write(Words& words) {
    const std::uint64_t place = words.number() % run::Journal::bytes_of(kShape);
    run::FileStorage(path()).write(place, std::as_bytes(std::span(words.rest())));
    believe_the_file();
  }

  std::array<observe::Cell, kFigures> figures_;
  KeepingStage stage_;
  std::string turns_;
  std::string open_parts_;
  std::optional<run::Account> account_;
  Contents now_;
  Contents sealed_;
  Contents committed_;
};

void play(std::string_view script) {
  constexpr int kMostSteps = 256;
  BesetAccount account;
  for (int step = 0; step < kMostSteps && !script.empty(); ++step) account.play(take_until('\n', script));
  account.conclude();
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weir::fuzz::play({reinterpret_cast<const char*>(data), size});
  return 0;
}
