#include "run/journal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "run/storage.h"
#include "simulated_storage.h"
#include "support/child.h"
#include "support/scratch_folder.h"

namespace weir::run {
namespace {

constexpr JournalShape kTwoFigures{.figures = 2, .note_bytes = 8, .most_notes = 16};

class JournalTest : public testing::Test {
 protected:
  /// The next life: nothing of the last one is left but what is stored.
  Journal& next_life() { return journal_.emplace(storage_, kTwoFigures, Durability::kMachine); }

  static void note(Journal& journal, std::uint64_t value) { journal.append(std::as_bytes(std::span(&value, 1))); }
  static void commit(Journal& journal, std::uint64_t figure, std::string state = "") {
    journal.commit({.figures = {figure, figure}, .state = std::move(state), .notes = journal.notes()});
  }
  static std::vector<std::uint64_t> notes(const Journal& journal) {
    const std::vector<std::byte> bytes = journal.read_notes();
    std::vector<std::uint64_t> values(bytes.size() / sizeof(std::uint64_t));
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(values)).begin());
    return values;
  }

  SimulatedStorage storage_;
  std::optional<Journal> journal_;
};

using List = std::vector<std::uint64_t>;

TEST_F(JournalTest, BeginsWithNothing) {
  const Journal& journal = next_life();
  EXPECT_TRUE(journal.is_new());
  EXPECT_EQ(journal.latest().figures, List({0, 0}));
  EXPECT_EQ(journal.latest().state, "");
  EXPECT_EQ(notes(journal), List());
}

TEST_F(JournalTest, PassesOnWhatWasCommittedAndNothingElse) {
  Journal& first = next_life();
  note(first, 7);
  commit(first, 1, "state");
  note(first, 8);
  const Journal& second = next_life();
  EXPECT_FALSE(second.is_new());
  EXPECT_EQ(second.latest().figures, List({1, 1}));
  EXPECT_EQ(second.latest().state, "state");
  EXPECT_EQ(notes(second), List({7}));
}

TEST_F(JournalTest, CommitsTheNotesThatAStatementCounts) {
  Journal& first = next_life();
  note(first, 7);
  Statement before{.figures = {1, 1}, .state = "", .notes = first.notes()};
  note(first, 8);
  first.commit(before);
  EXPECT_EQ(notes(next_life()), List({7}));
  commit(*journal_, 2);
  EXPECT_EQ(notes(next_life()), List({7})) << "what waited died with its life";
}

TEST_F(JournalTest, KeepsTheLatestNotes) {
  Journal& first = next_life();
  for (std::uint64_t value = 0; value < 30; ++value) {
    note(first, value);
    if (!first.has_room()) commit(first, value);
  }
  EXPECT_EQ(notes(next_life()), List({16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27}));
}

TEST_F(JournalTest, TakesStatesOfAnySizeInTurn) {
  next_life();
  for (const std::size_t size : {1U, 5'000U, 20'000U, 0U, 100'000U, 100'001U, 3U, 300'000U}) {
    commit(*journal_, size, std::string(size, 'x'));
    EXPECT_EQ(next_life().latest().state, std::string(size, 'x'));
  }
}

TEST_F(JournalTest, FindsAnOldPlaceForAStateThatGrows) {
  next_life();
  constexpr std::size_t kLargest = a_fifth_if_sanitized(400'000);
  for (std::size_t size = 1; size < kLargest; size += 1'000) commit(*journal_, size, std::string(size, 'x'));
  EXPECT_LT(storage_.size(), 5 * kLargest);
}

TEST_F(JournalTest, WhereverItIsCutFallsBackToTheStatementBefore) {
  Journal& first = next_life();
  note(first, 1);
  commit(first, 1, "one");
  note(first, 2);
  commit(first, 2, "two");
  const SimulatedStorage whole = storage_;
  int fallen_back = 0;
  for (std::uint64_t length = 0; length < whole.size(); ++length) {
    storage_ = whole;
    storage_.cut(length);
    const std::uint64_t figure = next_life().latest().figures[0];
    EXPECT_LE(figure, 2U);
    EXPECT_EQ(journal_->latest().state, figure == 0 ? "" : figure == 1 ? "one" : "two");
    if (figure < 2) ++fallen_back;
  }
  EXPECT_GT(fallen_back, 0);
}

TEST_F(JournalTest, WhicheverBitFlipsGivesAStatementThatWasMade) {
  Journal& first = next_life();
  note(first, 1);
  commit(first, 1, "one");
  note(first, 2);
  commit(first, 2, "two");
  const SimulatedStorage whole = storage_;
  for (std::uint64_t bit = 0; bit < 8 * whole.size(); ++bit) {
    storage_ = whole;
    if (!storage_.flip(bit)) continue;
    const std::uint64_t figure = next_life().latest().figures[0];
    ASSERT_TRUE(figure == 1 || figure == 2) << bit;
    EXPECT_EQ(journal_->latest().figures, List({figure, figure}));
    EXPECT_EQ(journal_->latest().state, figure == 1 ? "one" : "two");
  }
}

TEST(FileStorage, ReadsZeroesBehindItsEnd) {
  const ScratchFolder folder;
  FileStorage::create(folder / "file", 4);
  FileStorage storage(folder / "file");
  storage.write(2, std::as_bytes(std::span("abc", 3)));
  storage.sync();
  std::array<char, 7> read{};
  storage.read(0, std::as_writable_bytes(std::span(read)));
  EXPECT_EQ(std::string_view(read.data(), read.size()), std::string_view("\0\0abc\0\0", 7));
}

TEST(FileStorage, SaysWhatItCantDo) {
  const ScratchFolder folder;
  FileStorage::create(folder / "file", 4);
  EXPECT_THROW(FileStorage::create(folder / "file", 4), std::system_error);
  EXPECT_THROW(FileStorage(folder / "none"), std::system_error);
}

}  // namespace
}  // namespace weir::run
