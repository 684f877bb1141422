#include <gtest/gtest.h>

#include "run/journal.h"
#include "simulated_storage.h"
#include "support/child.h"

// The journal's code on a disk that loses, keeps or zeroes what was not synced when the power fails; before that,
// processes are killed, and calls of sync fail.
namespace weir::run {
namespace {

constexpr JournalShape kOneFigure{.figures = 1, .note_bytes = 8, .most_notes = 64};

/// What a consumer does with its file and its journal: it writes a record, syncs, commits how far it is, and only then
/// acknowledges. Records are the numbers from 0 on, of 8 bytes each.
class DurableConsumer {
 public:
  DurableConsumer(SimulatedStorage& data, SimulatedStorage& journal)
      : data_(data), journal_(journal, kOneFigure, Durability::kMachine), written_(journal_.latest().figures[0]) {}

  void consume(std::uint64_t records) {
    for (std::uint64_t i = 0; i < records; ++i, ++written_) {
      data_.write(written_ * sizeof written_, std::as_bytes(std::span(&written_, 1)));
      journal_.append(std::as_bytes(std::span(&written_, 1)));
    }
    data_.sync();
    journal_.commit({.figures = {written_}, .state = state_after(written_), .notes = journal_.notes()});
  }

  static std::string state_after(std::uint64_t records) { return std::string(records * 997 % 9'000, 's'); }

  std::uint64_t written() const { return written_; }
  const Journal& journal() const { return journal_; }
  bool is_new() const { return journal_.is_new(); }

 private:
  SimulatedStorage& data_;
  Journal journal_;
  std::uint64_t written_;
};

/// One process is killed, of another a sync fails, and then the power does.
void die(SimulatedStorage& data, SimulatedStorage& journal, std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      return;
    case 1:
      data.fail_sync();
      journal.fail_sync();
      return;
    default:
      data.crash(random);
      journal.crash(random);
  }
}

TEST(CrashModel, WhatWasAcknowledgedIsThereAndNothingIsThereTwice) {
  constexpr int kHistories = kSanitized ? 500 : 10'000;
  constexpr int kLives = 6;
  constexpr std::uint32_t kSeed = 20'260'301;
  std::mt19937 random(kSeed);
  std::uint64_t acknowledged_in_all = 0;
  for (int history = 0; history < kHistories; ++history) {
    PowerLeft power = 0;
    SimulatedStorage data(power);
    SimulatedStorage journal(power);
    std::uint64_t acknowledged = 0;
    for (int life = 0; life < kLives; ++life) {
      power = static_cast<PowerLeft>(random() % 60);
      try {
        DurableConsumer consumer(data, journal);
        ASSERT_GE(consumer.written(), acknowledged) << "lost in history " << history;
        ASSERT_EQ(consumer.journal().notes(), consumer.written()) << history;
        ASSERT_EQ(consumer.journal().latest().state,
                  consumer.is_new() ? "" : DurableConsumer::state_after(consumer.written()));
        for (std::uint64_t number = 0; number < consumer.written(); ++number) {
          std::uint64_t found = 0;
          data.read(number * sizeof found, std::as_writable_bytes(std::span(&found, 1)));
          ASSERT_EQ(found, number) << history;
        }
        for (;;) {
          acknowledged = consumer.written();  // at once: a new life says in its greeting what it has
          consumer.consume(1 + random() % 15);
        }
      } catch (const PowerFailure&) {
        die(data, journal, random);
      }
    }
    acknowledged_in_all += acknowledged;
  }
  EXPECT_GT(acknowledged_in_all, 10U * kHistories);
}

}  // namespace
}  // namespace weir::run
