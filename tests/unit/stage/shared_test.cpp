#include <sys/wait.h>
#include <unistd.h>
#include <weir/errors.h>
#include <weir/shared.h>
#include <weir/shared_values.h>

#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "support/drive.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using drive::failure_of;

struct Pair {
  std::int64_t first = 1;
  std::int64_t second = 2;
};

class Shared : public ::testing::Test {
 protected:
  ScratchFolder scratch_;
  SharedObjects objects_{scratch_ / "run"};
};

TEST_F(Shared, ObjectIsTheSameForAllWhoNameIt) {
  for (const Reach reach : {Reach::kRun, Reach::kProcess}) {
    const auto one = objects_.open<Pair>("pair", reach);
    EXPECT_EQ(one->first + one->second, 3);
    one->second = 7;
    EXPECT_EQ(objects_.open<Pair>("pair", reach)->second, 7);
    EXPECT_EQ(objects_.open<Pair>("other", reach)->second, 2);
  }
}

TEST_F(Shared, ObjectOfTheRunOutlivesThoseWhoHadIt) {
  objects_.open<Pair>("pair", Reach::kRun)->first = 9;
  EXPECT_EQ(objects_.open<Pair>("pair", Reach::kRun)->first, 9);
}

TEST_F(Shared, ObjectOfTheProcessGoesWithTheLastWhoHadIt) {
  objects_.open<Pair>("pair", Reach::kProcess)->first = 9;
  EXPECT_EQ(objects_.open<Pair>("pair", Reach::kProcess)->first, 1);
}

TEST_F(Shared, ObjectsOfTwoRunsHaveNothingInCommon) {
  const SharedObjects others(scratch_ / "other");
  for (const Reach reach : {Reach::kRun, Reach::kProcess}) {
    const auto ours = objects_.open<Pair>("pair", reach);
    ours->first = 9;
    EXPECT_EQ(others.open<Pair>("pair", reach)->first, 1);
  }
}

TEST_F(Shared, ObjectWhoseMakerDiedOverItIsMadeAnew) {
  objects_.open<Pair>("pair", Reach::kRun)->first = 9;
  std::fstream(scratch_ / "run" / "pair", std::ios::in | std::ios::out | std::ios::binary).put('\0');
  EXPECT_EQ(objects_.open<Pair>("pair", Reach::kRun)->first, 1);
}

TEST_F(Shared, ObjectOfAnotherSizeIsRefused) {
  const auto pair = objects_.open<Pair>("pair", Reach::kProcess);
  EXPECT_EQ(failure_of([this] { objects_.open<int>("pair", Reach::kProcess); }),
            "what is shared as 'pair' is another object");
  objects_.open<Pair>("pair", Reach::kRun);
  EXPECT_EQ(failure_of([this] { objects_.open<int>("pair", Reach::kRun); }),
            "what is shared as 'pair' is another object: it takes 80 bytes, not 68");
}

TEST_F(Shared, NameStaysInTheFolderOfTheRun) {
  for (const char* name : {"", ".", "..", "../pair", "a/b", "a b"}) {
    EXPECT_EQ(failure_of([&] { objects_.open<Pair>(name, Reach::kRun); }),
              "what is shared as '" + std::string(name) + "' needs a name of letters, digits, '_' and '-'");
  }
}

TEST_F(Shared, ObjectNeedsARun) {
  EXPECT_EQ(failure_of([] { SharedObjects().open<Pair>("pair", Reach::kRun); }),
            "what is shared as 'pair' is of a run, and this stage is in none");
}

TEST_F(Shared, ObjectThatHasNoPlaceIsToldOf) {
  EXPECT_EQ(failure_of([this] { SharedObjects(scratch_ / "no" / "run").open<Pair>("pair", Reach::kRun); }),
            "what is shared as 'pair' can't be opened: No such file or directory");
}

TEST_F(Shared, CounterLosesNothingInOneStepOrUnderItsLock) {
  constexpr std::int64_t kEach = 20'000;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      const auto in_one_step = objects_.open<SharedCounter>("one_step", Reach::kRun);
      const auto under_lock = objects_.open<SharedCounter>("under_lock", Reach::kRun);
      for (std::int64_t n = 0; n < kEach; ++n) {
        in_one_step->add(1);
        const std::scoped_lock hold(under_lock->lock());
        under_lock->add_in_two_steps(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(objects_.open<SharedCounter>("one_step", Reach::kRun)->value(), 4 * kEach);
  EXPECT_EQ(objects_.open<SharedCounter>("under_lock", Reach::kRun)->value(), 4 * kEach);
}

TEST_F(Shared, CounterMayLoseWhatIsAddedInTwoSteps) {
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "takes two at the same time";
  constexpr std::int64_t kEach = 10'000;
  constexpr int kMostRounds = 10'000;
  const auto counter = objects_.open<SharedCounter>("counter", Reach::kRun);
  const auto add = [&counter] {
    for (std::int64_t n = 0; n < kEach; ++n) counter->add_in_two_steps(1);
  };
  std::int64_t added = 0;
  for (int round = 0; round < kMostRounds && counter->value() == added; ++round) {
    std::thread other(add);
    add();
    other.join();
    added += 2 * kEach;
  }
  EXPECT_LT(counter->value(), added);
}

TEST_F(Shared, LockOfAProcessThatDiedGoesToTheNext) {
  const auto counter = objects_.open<SharedCounter>("counter", Reach::kRun);
  const pid_t child = fork();
  if (child == 0) {
    counter->lock().lock();
    counter->add_in_two_steps(1);
    _exit(0);
  }
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  const std::scoped_lock hold(counter->lock());
  counter->add_in_two_steps(1);
  EXPECT_EQ(counter->value(), 2);
}

TEST_F(Shared, ListKeepsTheOrderUntilItIsFull) {
  const auto list = objects_.open<SharedList>("list", Reach::kRun);
  EXPECT_TRUE(list->values().empty());
  for (std::size_t i = 0; i < SharedList::kMost; ++i) ASSERT_TRUE(list->append(static_cast<std::int64_t>(i * i)));
  EXPECT_FALSE(list->append(0));
  ASSERT_EQ(list->values().size(), SharedList::kMost);
  EXPECT_EQ(list->values()[3], 9);
}

}  // namespace
}  // namespace weir
