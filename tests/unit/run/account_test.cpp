#include "run/account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <system_error>

#include "support/scratch_folder.h"

namespace weir::run {
namespace {

link::Identity batch(std::uint64_t sequence, std::uint32_t part = 0, std::uint32_t stream = 0) {
  return {.stream = stream, .sequence = sequence, .part = part};
}

class AccountTest : public testing::Test {
 protected:
  AccountTest() { Account::create(path_, figures_.size()); }

  /// The next life of its replica: nothing of the last one is left but the file.
  Account& next_life() {
    account_.reset();
    for (observe::Cell& figure : figures_) figure.set(99);
    account_.emplace(path_, std::vector<observe::Cell*>{&figures_[0], &figures_[1]});
    return *account_;
  }

  ScratchFolder folder_;
  std::filesystem::path path_ = folder_ / "account";
  std::array<observe::Cell, 2> figures_;
  std::optional<Account> account_;
};

TEST_F(AccountTest, BeginsWithNothing) {
  EXPECT_FALSE(next_life().has(batch(0)));
  EXPECT_EQ(figures_[0].get(), 0U);
  EXPECT_EQ(figures_[1].get(), 0U);
}

TEST_F(AccountTest, PassesOnWhatWasCommitted) {
  Account& first = next_life();
  figures_[0].set(7);
  figures_[1].set(8);
  first.note(batch(3, 1, 5));
  EXPECT_FALSE(first.has(batch(3, 1, 5))) << "that is for the next life to know";
  first.seal();
  first.commit();
  const Account& second = next_life();
  EXPECT_EQ(figures_[0].get(), 7U);
  EXPECT_EQ(figures_[1].get(), 8U);
  EXPECT_TRUE(second.has(batch(3, 1, 5)));
  for (const link::Identity& other : {batch(3, 2, 5), batch(3, 1, 0), batch(4, 1, 5)}) EXPECT_FALSE(second.has(other));
}

TEST_F(AccountTest, ForgetsFiguresAndBatchesTogetherWhereTheyWereNotCommitted) {
  Account& first = next_life();
  figures_[0].set(7);
  first.note(batch(0));
  first.seal();
  first.commit();
  figures_[0].set(8);
  first.note(batch(1));
  const Account& second = next_life();
  EXPECT_EQ(figures_[0].get(), 7U);
  EXPECT_TRUE(second.has(batch(0)));
  EXPECT_FALSE(second.has(batch(1)));
}

TEST_F(AccountTest, KeepsWhatAllEarlierLivesCommitted) {
  for (std::uint64_t life = 0; life < 5; ++life) {
    Account& account = next_life();
    EXPECT_EQ(figures_[0].get(), life);
    for (std::uint64_t earlier = 0; earlier < life; ++earlier) EXPECT_TRUE(account.has(batch(earlier)));
    figures_[0].add(1);
    account.note(batch(life));
    account.seal();
    account.commit();
  }
}

TEST_F(AccountTest, RemembersTheLatestBatches) {
  Account& first = next_life();
  constexpr std::uint64_t kMore = 10;
  for (std::uint64_t sequence = 0; sequence < Account::kRemembered + kMore; ++sequence) {
    first.note(batch(sequence));
    if (first.has_room()) continue;
    first.seal();
    first.commit();
  }
  first.seal();
  first.commit();
  const Account& second = next_life();
  EXPECT_FALSE(second.has(batch(kMore - 1)));
  EXPECT_TRUE(second.has(batch(kMore)));
  EXPECT_TRUE(second.has(batch(Account::kRemembered + kMore - 1)));
}

TEST_F(AccountTest, RemembersTheLatestPartOfASequenceForAllBeforeIt) {
  Account& first = next_life();
  constexpr std::uint32_t kParts = 2 * Account::kRemembered;
  first.note(batch(7));
  for (std::uint32_t part = 0; part < kParts; ++part) {
    ASSERT_TRUE(first.has_room());
    first.note({.stream = 0, .sequence = 8, .part = part, .more = true});
  }
  EXPECT_TRUE(first.has_unsealed());
  first.seal();
  EXPECT_FALSE(first.has_unsealed());
  first.commit();
  const Account& second = next_life();
  EXPECT_TRUE(second.has(batch(7)));
  EXPECT_TRUE(second.has({.stream = 0, .sequence = 8, .part = 0, .more = true}));
  EXPECT_TRUE(second.has({.stream = 0, .sequence = 8, .part = kParts - 1, .more = true}));
  EXPECT_FALSE(second.has({.stream = 0, .sequence = 8, .part = kParts, .more = false}));
  EXPECT_FALSE(second.has(batch(9)));
  EXPECT_THAT(second.before(), ::testing::SizeIs(2));
}

TEST_F(AccountTest, KeepsWhatTheStageKeepsApartFromHowFarItsLinksWere) {
  class Keeps final : public Receiving {
   public:
    void save(std::string& state) const override { state += "kept"; }
  };
  const Keeps stage;
  for (const std::string turns : {"", "turns"}) {
    for (const std::string parts : {"", "open parts"}) {
      Account& first = next_life();
      first.seal(stage, turns, parts);
      first.commit();
      const Account& second = next_life();
      EXPECT_EQ(second.turns(), turns);
      EXPECT_EQ(second.open_parts(), parts);
      EXPECT_EQ(second.state(), "kept");
    }
  }
}

TEST_F(AccountTest, IsMadeOnceAndOpenedOnlyWhereItIs) {
  EXPECT_THROW(Account::create(path_, 1), std::system_error);
  EXPECT_THROW(Account(folder_ / "none", {}), std::system_error);
  EXPECT_THROW(Account::create("/dev/null/account", 1), std::system_error);
}

}  // namespace
}  // namespace weir::run
