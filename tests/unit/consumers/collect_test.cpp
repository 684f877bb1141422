#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using v1::Blob;
using v1::Number;
using v1::Sample;
using v1::Text;

template <class T>
Results items(std::vector<T> values) {
  return {{"items", std::move(values)}};
}

template <Record In>
Results collect(const std::vector<In>& records, const drive::With& with = {}) {
  return drive::consume<In>(consumers::collect(), with, records).results;
}

TEST(Collect, KeepsNumbersSamplesAndTextsAsWhatTheyAre) {
  EXPECT_EQ(collect(payloads::numbers({3, 1, 2})), items<std::int64_t>({3, 1, 2}));
  EXPECT_EQ(collect(payloads::samples("t", {0.5, -1})), items<double>({0.5, -1}));
  EXPECT_EQ(collect(payloads::texts({"b", "a"})), items<std::string>({"b", "a"}));
}

TEST(Collect, KeepsOtherRecordsAsJson) {
  Blob blob;
  blob.set_data("abc");
  EXPECT_EQ(collect(std::vector{blob}), items<std::string>({R"({"data":"YWJj"})"}));
}

TEST(Collect, HasAnEmptyListWhereNothingCame) { EXPECT_EQ(collect(std::vector<Text>{}), items<std::int64_t>({})); }

TEST(Collect, FailsBeyondItsMost) {
  EXPECT_EQ(collect(payloads::numbers({1, 2}), {{"most", "2"}}), items<std::int64_t>({1, 2}));
  EXPECT_EQ(drive::failure_of([] {
              collect(payloads::numbers({1, 2, 3}), {{"most", "2"}});
            }),
            "collect: there are more than 2 records, the `most` that it keeps");
}

TEST(Collect, FailsOnAnotherTypeThanTheFirst) {
  const auto consumer = drive::make<BatchConsumer>(consumers::collect());
  drive::KeptRejections rejections;
  RecordsOf<Number> numbers;
  numbers.append();
  RecordsOf<Text> texts;
  texts.append();
  consumer->consume(numbers, {0, 1}, rejections);
  EXPECT_EQ(drive::failure_of([&] {
              consumer->consume(texts, {0, 1}, rejections);
            }),
            "collect: a weir.v1.Text after a weir.v1.Number");
}

TEST(Collect, GoesOnWhereAnEarlierLifeHadCommitted) {
  for (const std::size_t first : {0, 2}) {
    EXPECT_EQ(drive::consume_in_two_lives<v1::Number>(consumers::collect(), {}, payloads::numbers({5, -7, 12}), first),
              (Results{{"items", std::vector<std::int64_t>{5, -7, 12}}}));
    EXPECT_EQ(drive::consume_in_two_lives<v1::Text>(consumers::collect(), {}, payloads::texts({"a", "", "b"}), first),
              (Results{{"items", std::vector<std::string>{"a", "", "b"}}}));
  }
}

}  // namespace
}  // namespace weir
