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
using v1::Number;
using v1::Text;

template <Record In>
std::string written_jsonl(const std::vector<In>& records) {
  const ScratchFolder folder;
  const auto consumed = drive::consume<In>(consumers::jsonl_file(), {{"path", (folder / "a.jsonl").string()}}, records);
  EXPECT_EQ(consumed.results,
            (Results{{"records", static_cast<std::int64_t>(records.size())}, {"path", (folder / "a.jsonl").string()}}));
  return content_of(folder / "a.jsonl");
}

TEST(JsonlFile, WritesAnObjectALine) {
  EXPECT_EQ(written_jsonl(std::vector<Text>{}), "");
  EXPECT_EQ(written_jsonl(payloads::texts({"a", "two\nlines \"x\" ü"})),
            "{\"text\":\"a\"}\n{\"text\":\"two\\nlines \\\"x\\\" ü\"}\n");
}

TEST(JsonlFile, KeepsTheFieldsNamesAndDefaultsAndQuotes64BitIntegers) {
  EXPECT_EQ(written_jsonl(std::vector{sample("", 0.5, "", 42)}),
            "{\"name\":\"\",\"value\":0.5,\"time_ns\":\"42\",\"unit\":\"\"}\n");
  EXPECT_EQ(written_jsonl(payloads::numbers({0, std::numeric_limits<std::int64_t>::max()})),
            "{\"value\":\"0\"}\n{\"value\":\"9223372036854775807\"}\n");
}

TEST(JsonlFile, WritesWhatIsNoNumberAsText) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(written_jsonl(std::vector{sample("t", -kInfinity)}),
            "{\"name\":\"t\",\"value\":\"-Infinity\",\"time_ns\":\"0\",\"unit\":\"\"}\n");
}

TEST(JsonlFile, WritesListsAndMessages) {
  v1::Header header;
  header.mutable_acknowledge()->add_first(1);
  EXPECT_EQ(written_jsonl(std::vector{header}),
            "{\"magic\":0,\"version\":0,\"acknowledge\":{\"first\":[\"1\"],\"count\":[],\"finished\":false,"
            "\"taken_first\":[],\"taken_count\":[],\"sender\":\"0\"}}\n");
}

TEST(JsonlFile, FailsWhereTheDeviceIsFull) {
  EXPECT_EQ(drive::failure_of([] {
              drive::consume<Number>(consumers::jsonl_file(), {{"path", "/dev/full"}}, payloads::numbers({1}));
            }),
            "cannot write to '/dev/full': No space left on device");
}

TEST(JsonlFile, TakesBackWhatAnEarlierLifeHadNotCommitted) {
  const ScratchFolder folder;
  for (const std::size_t first : {0, 2}) {
    const Results results = drive::consume_in_two_lives<v1::Number>(
        consumers::jsonl_file(), {{"path", (folder / "a").string()}}, payloads::numbers({5, -7, 12}), first);
    EXPECT_EQ(results.at("records"), Result(std::int64_t{3}));
    EXPECT_EQ(content_of(folder / "a"), "{\"value\":\"5\"}\n{\"value\":\"-7\"}\n{\"value\":\"12\"}\n");
  }
}

}  // namespace
}  // namespace weir
