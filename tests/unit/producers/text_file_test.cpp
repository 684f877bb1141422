#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"
#include "support/scratch_folder.h"

namespace weir {
namespace {

using namespace std::string_literals;
using payloads::values;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::Text;

drive::Made<Text> read_text(const std::string& content, drive::With with = {}) {
  const ScratchFolder folder;
  with["path"] = folder.write("a.txt", content);
  auto made = drive::produce<Text>(producers::text_file(), with);
  for (std::string& text : made.rejected) text.erase(0, text.find("a.txt"));
  return made;
}

std::string failure_to_open(const std::string& path) {
  return drive::failure_of([&] {
    drive::make<BatchProducer>(producers::text_file(), {{"path", path}})->stage().start();
  });
}

TEST(TextFile, HasNoLineWhereItIsEmpty) { EXPECT_THAT(read_text("").records, IsEmpty()); }

TEST(TextFile, EndsALineAtLfAndAtCrlf) {
  EXPECT_THAT(values(read_text("one\ntwo\r\n\n\r\nfi\rve\n").records), ElementsAre("one", "two", "", "", "fi\rve"));
}

TEST(TextFile, CountsALastLineWithoutLineEnd) {
  EXPECT_THAT(values(read_text("one\ntwo").records), ElementsAre("one", "two"));
  EXPECT_THAT(values(read_text("\r").records), ElementsAre("\r"));
}

TEST(TextFile, PassesNulCharactersAndUtf8On) {
  EXPECT_THAT(values(read_text("a\0b\ngrün 🐟\n"s).records), ElementsAre("a\0b"s, "grün 🐟"));
}

TEST(TextFile, RejectsALineThatIsNotUtf8) {
  const auto made = read_text("good\n\xff\n\xc3\n\xed\xa0\x80\n\xc0\x80\ngood again\n");
  EXPECT_THAT(values(made.records), ElementsAre("good", "good again"));
  EXPECT_THAT(made.rejected,
              ElementsAre("a.txt:2: not UTF-8", "a.txt:3: not UTF-8", "a.txt:4: not UTF-8", "a.txt:5: not UTF-8"));
}

TEST(TextFile, RejectsALineBeyondItsBoundAndGoesOn) {
  const auto made = read_text("12345\n123456\r\n12345\r\n1234567", {{"longest_line", "5"}});
  EXPECT_THAT(values(made.records), ElementsAre("12345", "12345"));
  EXPECT_THAT(made.rejected, ElementsAre("a.txt:2: longer than 5", "a.txt:4: longer than 5"));
}

TEST(TextFile, TakesALineOfItsWholeBound) {
  const std::string longest(1024 * 1024, 'x');
  const auto made = read_text(longest + "\n" + longest + "x\nend");
  EXPECT_THAT(values(made.records), ElementsAre(longest, "end"));
  EXPECT_THAT(made.rejected, ElementsAre("a.txt:2: longer than 1MiB"));
}

TEST(TextFile, FailsAtTheStartWhereItCanNotBeRead) {
  const ScratchFolder folder;
  const std::string missing = (folder / "missing.txt").string();
  EXPECT_EQ(failure_to_open(missing), "cannot open '" + missing + "': No such file or directory");
  EXPECT_EQ(failure_to_open((folder / "").string()), "cannot open '" + (folder / "").string() + "': Is a directory");
  const std::string file = folder.write("a.txt", "");
  EXPECT_EQ(failure_to_open(file + "/b"), "cannot open '" + file + "/b': Not a directory");
}

TEST(TextFile, FailsWhereReadingFails) {
  // A process's memory can be opened, but nothing is mapped at address 0.
  EXPECT_EQ(drive::failure_of([] {
              drive::produce<Text>(producers::text_file(), {{"path", "/proc/self/mem"}});
            }),
            "cannot read '/proc/self/mem': Input/output error");
}

TEST(TextFile, WaitsForAFifoInsteadOfHanging) {
  const ScratchFolder folder;
  const std::string path = (folder / "fifo").string();
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const auto producer = drive::make<BatchProducer>(producers::text_file(), {{"path", path}});
  producer->stage().start();
  RecordsOf<Text> out;
  drive::KeptRejections rejections;
  const auto fill = [&] { return producer->fill(out, {.records = 9, .calls = 9}, rejections); };
  EXPECT_EQ(fill(), Filled::kIdle);
  EXPECT_NE(producer->take_wake_time(), std::nullopt);

  const int writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(::write(writer, "one\ntw", 6), 6);
  EXPECT_EQ(fill(), Filled::kIdle);
  EXPECT_NE(producer->take_wake_time(), std::nullopt);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].text(), "one");

  ASSERT_EQ(::write(writer, "o", 1), 1);
  ::close(writer);
  EXPECT_EQ(fill(), Filled::kEnded);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[1].text(), "two");
}

TEST(TextFile, NeedsAPath) {
  const StageSpec spec = producers::text_file();
  EXPECT_TRUE(spec.fields[0].required);
  EXPECT_EQ(drive::problem_with(spec, {{"longest_line", "0"}}), "longest_line: must be from 1 to 1GiB");
}

TEST(TextFile, GoesOnWhereAnEarlierLifeStood) {
  const ScratchFolder folder;
  const drive::With with{{"path", folder.write("a.txt", "one\ntwo\r\n\nlonger\nlast")}, {"longest_line", "5"}};
  for (std::size_t first = 0; first < 5; ++first) {
    EXPECT_THAT(values(drive::produce_in_two_lives<Text>(producers::text_file(), with, first)),
                ElementsAre("one", "two", "", "last"))
        << first;
  }
}

TEST(TextFile, GoesOnInTheMidstOfAFileOfManyBuffers) {
  const ScratchFolder folder;
  std::string content;
  for (int line = 0; line < 100'000; ++line) content += std::to_string(line) + "\n";
  const drive::With with{{"path", folder.write("a.txt", content)}};
  const auto whole = values(drive::produce<Text>(producers::text_file(), with).records);
  for (const std::size_t first : {40'000, 77'777}) {
    EXPECT_TRUE(values(drive::produce_in_two_lives<Text>(producers::text_file(), with, first)) == whole) << first;
  }
}

/// One that has made its first line; the file, of many buffers, is still to be read on.
class TextFileUnderWay : public testing::Test {
 protected:
  TextFileUnderWay() {
    std::string content;
    for (int line = 0; line < kLines; ++line) content += std::to_string(line) + "\n";
    path_ = folder_.write("a.txt", content);
    producer_ = drive::make<BatchProducer>(producers::text_file(), {{"path", path_}});
    producer_->stage().start();
    fill(1);
  }

  Filled fill(std::size_t records) { return producer_->fill(made_, {.records = records, .calls = 1000}, rejections_); }

  void read_on() {
    while (fill(made_.size() + 10'000) != Filled::kEnded) continue;
  }

  static constexpr int kLines = 100'000;
  ScratchFolder folder_;
  std::string path_;
  std::unique_ptr<BatchProducer> producer_;
  drive::KeptRejections rejections_;
  RecordsOf<Text> made_;
};

TEST_F(TextFileUnderWay, FailsWhereTheFileHasBecomeShorterInBetween) {
  std::filesystem::resize_file(path_, 100);
  EXPECT_THAT(drive::failure_of([this] { read_on(); }),
              testing::HasSubstr("a.txt' has become shorter while it was read"));
}

TEST_F(TextFileUnderWay, ReadsTheFileThatItHasOpenedWhateverTakesItsPlace) {
  std::filesystem::rename(folder_.write("b.txt", "another\n"), path_);
  read_on();
  EXPECT_EQ(made_.size(), kLines);
}

TEST_F(TextFileUnderWay, ReadsOnWhatIsAppended) {
  std::ofstream(path_, std::ios::app) << "one more\n";
  read_on();
  EXPECT_EQ(made_.size(), kLines + 1);
}

TEST(TextFile, ReadsFilesOfTheKernelWhichHaveNoSize) {
  EXPECT_THAT(drive::produce<Text>(producers::text_file(), {{"path", "/proc/self/status"}}).records,
              testing::SizeIs(testing::Gt(10)));
}

TEST(TextFile, CantGoOnWhereTheFileHasBecomeShorter) {
  const ScratchFolder folder;
  const auto producer = drive::make<BatchProducer>(producers::text_file(), {{"path", folder.write("a.txt", "one\n")}});
  producer->seek({.offset = 5, .number = 2});
  EXPECT_THAT(drive::failure_of([&] { producer->stage().start(); }), testing::HasSubstr("has become shorter"));
}

TEST(TextFile, HasNoPositionInAFifo) {
  const ScratchFolder folder;
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
  const auto producer = drive::make<BatchProducer>(producers::text_file(), {{"path", (folder / "fifo").string()}});
  producer->stage().start();
  EXPECT_FALSE(producer->position());
}

}  // namespace
}  // namespace weir
