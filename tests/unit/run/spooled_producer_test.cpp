#include "run/spooled_producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <weir/records.h>
#include <weir/v1/payloads.pb.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "support/child.h"
#include "support/scratch_folder.h"

namespace weir::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Emits numbers that no other of these has emitted or will.
class Reading final : public Producer<v1::Number> {
 public:
  bool produce(Emitter<v1::Number>& out) override {
    static std::int64_t next = 0;
    out.emit().set_value(next++);
    if (dies) throw std::runtime_error("a broken wire");
    return true;
  }

  static inline bool dies = false;
};

class Ignored final : public Rejections {
 public:
  void reject(const RecordError& /*error*/) override {}
};

class SpooledProducerTest : public testing::Test {
 protected:
  ~SpooledProducerTest() override { Reading::dies = false; }

  std::unique_ptr<SpooledProducer> next_life() const {
    return std::make_unique<SpooledProducer>(std::make_unique<TypedProducer<Reading>>(), file_);
  }

  /// What so many calls give.
  static std::vector<std::int64_t> taken(SpooledProducer& from, std::size_t records) {
    RecordsOf<v1::Number> block;
    Ignored ignored;
    from.fill(block, {records, records}, ignored);
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < block.size(); ++i) values.push_back(block[i].value());
    return values;
  }

  std::int64_t room_on_disk() const {
    struct stat status {};
    EXPECT_EQ(stat(file_.c_str(), &status), 0);
    return status.st_blocks;
  }

  ScratchFolder folder_;
  std::filesystem::path file_ = folder_ / "spool";
};

TEST_F(SpooledProducerTest, GivesOutTheSameAgainFromWhereItIsSought) {
  const auto first = next_life();
  taken(*first, 3);
  const Position behind_three = *first->position();
  const auto four = taken(*first, 4);
  const auto two = taken(*first, 2);
  const auto second = next_life();
  second->seek(behind_three);
  EXPECT_EQ(taken(*second, 4), four);
  EXPECT_EQ(taken(*second, 2), two);
  EXPECT_EQ(second->position(), first->position());
  EXPECT_THAT(taken(*second, 1), ElementsAre(two.back() + 1)) << "and goes on with what is new";
}

TEST_F(SpooledProducerTest, GivesOutNothingOfAChunkThatIsTorn) {
  const auto first = next_life();
  const auto whole = taken(*first, 3);
  const auto size = std::filesystem::file_size(file_);
  taken(*first, 3);
  const std::string written = content_of(file_);
  for (std::size_t cut = size; cut < written.size(); ++cut) {
    folder_.write("spool", written.substr(0, cut) + std::string(written.size() - cut, '\0'));
    const auto next = next_life();
    EXPECT_EQ(taken(*next, 3), whole);
    const auto fresh = taken(*next, 3);
    const auto after = next_life();
    taken(*after, 3);
    EXPECT_EQ(taken(*after, 3), fresh) << "cut at byte " << cut;
  }
}

TEST_F(SpooledProducerTest, KeepsWhatWasEmittedBeforeAnException) {
  const auto first = next_life();
  const auto before = taken(*first, 1);
  Reading::dies = true;
  EXPECT_THROW(taken(*first, 1), std::runtime_error);
  Reading::dies = false;
  const auto second = next_life();
  EXPECT_THAT(taken(*second, 1), ElementsAre(before.back()));
  EXPECT_THAT(taken(*second, 1), ElementsAre(before.back() + 1));
}

TEST_F(SpooledProducerTest, GivesTheRoomBackOfWhatNobodyNeeds) {
  const auto first = next_life();
  for (int i = 0; i < (kSanitized ? 300 : 1000); ++i) taken(*first, 1000);
  const std::int64_t before = room_on_disk();
  const Position place = *first->position();
  first->forget(place);
  EXPECT_LT(room_on_disk(), before / 4);
  const auto next = taken(*first, 1);
  const auto second = next_life();
  second->seek(place);
  EXPECT_EQ(taken(*second, 1), next);
}

TEST_F(SpooledProducerTest, EndsTheRunWhereTheDiskIsFull) {
  SpooledProducer producer(std::make_unique<TypedProducer<Reading>>(), "/dev/full");
  EXPECT_THROW(taken(producer, 1), StageError);
}

}  // namespace
}  // namespace weir::run
