#include <gmock/gmock.h>
#include <google/protobuf/type.pb.h>
#include <gtest/gtest.h>
#include <weir/v1/wire.pb.h>

#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using payloads::sample;
using v1::Blob;
using v1::Number;
using v1::Sample;
using v1::Text;

template <Record In>
std::string written_csv(const std::vector<In>& records) {
  const ScratchFolder folder;
  const auto consumed = drive::consume<In>(consumers::csv_file(), {{"path", (folder / "new/a.csv").string()}}, records);
  EXPECT_EQ(consumed.results, (Results{{"records", static_cast<std::int64_t>(records.size())},
                                       {"path", (folder / "new/a.csv").string()}}));
  return content_of(folder / "new/a.csv");
}

TEST(CsvFileConsumer, NamesTheFieldsAndWritesARowForEachRecord) {
  EXPECT_EQ(written_csv(payloads::numbers({7, -1, 0})), "value\n7\n-1\n0\n");
  EXPECT_EQ(written_csv(std::vector{sample("t", 0.1, "°C", 42)}), "name,value,time_ns,unit\nt,0.1,42,°C\n");
}

TEST(CsvFileConsumer, StaysEmptyWithoutARecord) { EXPECT_EQ(written_csv(std::vector<Text>{}), ""); }

TEST(CsvFileConsumer, PutsIntoQuotesWhatNeedsThem) {
  EXPECT_EQ(written_csv(payloads::texts({"plain", "a,b", "say \"hi\"", "two\nlines", "\r", " x", "x\t", "", "a b"})),
            "text\nplain\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\"\r\"\n\" x\"\n\"x\t\"\n\na b\n");
}

TEST(CsvFileConsumer, WritesNumbersThatReadBackAsTheSame) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(written_csv(payloads::samples("t", {1.0 / 3, 1e300, 5e-324, -0.0, -kInfinity})),
            "name,value,time_ns,unit\nt,0.3333333333333333,0,\nt,1e+300,0,\nt,5e-324,0,\nt,-0,0,\nt,-inf,0,\n");
}

TEST(CsvFileConsumer, WritesBytesInBase64) {
  Blob blob;
  blob.set_data("\xff\n,");
  EXPECT_EQ(written_csv(std::vector{blob, Blob()}), "data\n/wos\n\n");
}

TEST(CsvFileConsumer, WritesListsAndMessagesAsJsonAndAbsentFieldsAsNothing) {
  v1::Acknowledge acknowledge;
  acknowledge.add_first(1);
  acknowledge.add_first(2);
  acknowledge.set_finished(true);
  EXPECT_EQ(written_csv(std::vector{acknowledge}),
            "first,count,finished,taken_first,taken_count,sender\n\"[\"\"1\"\",\"\"2\"\"]\",,true,,,0\n");
  v1::Header header;
  header.set_magic(3);
  header.mutable_end()->set_batches(5);
  EXPECT_EQ(written_csv(std::vector{header}),
            "magic,version,hello,batch,acknowledge,end,welcome\n3,0,,,,\"{\"\"batches\"\":\"\"5\"\"}\",\n");
}

TEST(CsvFileConsumer, WritesEnumeratorsByName) {
  google::protobuf::Field field;
  field.set_kind(google::protobuf::Field::TYPE_BOOL);
  field.set_number(-3);
  EXPECT_EQ(written_csv(std::vector{field}),
            "kind,cardinality,number,name,type_url,oneof_index,packed,options,json_name,default_value\n"
            "TYPE_BOOL,CARDINALITY_UNKNOWN,-3,,,0,false,,,\n");
  field.set_kind(static_cast<google::protobuf::Field::Kind>(99));
  EXPECT_THAT(written_csv(std::vector{field}), testing::HasSubstr("\n99,"));
}

TEST(CsvFileConsumer, IsNotThereWhenTheRunBreaksOff) {
  const ScratchFolder folder;
  {
    const auto consumer = drive::make<BatchConsumer>(consumers::csv_file(), {{"path", (folder / "a.csv").string()}});
    consumer->stage().start();
    RecordsOf<Number> records;
    records.append();
    drive::KeptRejections rejections;
    consumer->consume(records, {0, 1}, rejections);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "a.csv"));
}

TEST(CsvFileConsumer, FailsOnAnotherTypeThanTheFirst) {
  const auto consumer = drive::make<BatchConsumer>(consumers::csv_file(), {{"path", "/dev/null"}});
  consumer->stage().start();
  drive::KeptRejections rejections;
  RecordsOf<Number> numbers;
  numbers.append();
  RecordsOf<Text> texts;
  texts.append();
  consumer->consume(numbers, {0, 1}, rejections);
  EXPECT_EQ(drive::failure_of([&] {
              consumer->consume(texts, {0, 1}, rejections);
            }),
            "csv_file: a weir.v1.Text after a weir.v1.Number");
}

TEST(CsvFileConsumer, FailsWhereTheDeviceIsFull) {
  EXPECT_EQ(drive::failure_of([] {
              drive::consume<Number>(consumers::csv_file(), {{"path", "/dev/full"}}, payloads::numbers({1}));
            }),
            "cannot write to '/dev/full': No space left on device");
}

TEST(CsvFileConsumer, TakesBackWhatAnEarlierLifeHadNotCommitted) {
  const ScratchFolder folder;
  for (const std::size_t first : {0, 2}) {
    const Results results = drive::consume_in_two_lives<v1::Number>(
        consumers::csv_file(), {{"path", (folder / "a").string()}}, payloads::numbers({5, -7, 12}), first);
    EXPECT_EQ(results.at("records"), Result(std::int64_t{3}));
    EXPECT_EQ(content_of(folder / "a"), "value\n5\n-7\n12\n");
  }
}

}  // namespace
}  // namespace weir
