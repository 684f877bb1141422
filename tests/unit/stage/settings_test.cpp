#include <gtest/gtest.h>
#include <weir/settings.h>

#include <limits>

namespace weir {
namespace {

using namespace std::chrono_literals;

template <class T>
T value_of(const std::string& text) {
  T value{};
  const Problem problem = read_setting(SettingText{{text}, false, "/etc"}, value);
  EXPECT_FALSE(problem) << text << ": " << *problem;
  return value;
}

template <class T>
std::string problem_of(const std::string& text) {
  T value{};
  return read_setting(SettingText{{text}, false, "/etc"}, value).value_or("none");
}

TEST(Settings, CountsTakeSuffixesAndExponents) {
  EXPECT_EQ(value_of<std::uint64_t>("10k"), 10'000U);
  EXPECT_EQ(value_of<std::uint32_t>("1M"), 1'000'000U);
  EXPECT_EQ(value_of<std::uint64_t>("1e6"), 1'000'000U);
  EXPECT_EQ(value_of<std::int64_t>("1.5k"), 1'500);
  EXPECT_EQ(value_of<int>("-3"), -3);
}

TEST(Settings, WholeNumbersAreExactToTheLastBit) {
  EXPECT_EQ(value_of<std::int64_t>("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(value_of<std::int64_t>("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(value_of<std::uint64_t>("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
}

TEST(Settings, DurationsNeedAUnitAndTakeAnyOfThem) {
  EXPECT_EQ(value_of<std::chrono::nanoseconds>("500us"), 500us);
  EXPECT_EQ(value_of<std::chrono::milliseconds>("2s"), 2s);
  EXPECT_EQ(value_of<std::chrono::nanoseconds>("1.5ms"), 1500us);
  EXPECT_EQ(value_of<std::chrono::nanoseconds>("0"), 0ns);
  EXPECT_NE(problem_of<std::chrono::nanoseconds>("20"), "none");
  EXPECT_EQ(problem_of<std::chrono::milliseconds>("20us"), "must be a multiple of 1ms");
}

TEST(Settings, SizesTakeBinaryAndDecimalUnits) {
  EXPECT_EQ(value_of<ByteSize>("64KiB").bytes, 65'536U);
  EXPECT_EQ(value_of<ByteSize>("1MB").bytes, 1'000'000U);
  EXPECT_EQ(value_of<ByteSize>("512").bytes, 512U);
}

TEST(Settings, PathsStartAtTheFolderOfTheFile) {
  EXPECT_EQ(value_of<std::filesystem::path>("a/../hosts"), "/etc/hosts");
  EXPECT_EQ(value_of<std::filesystem::path>("/dev/null"), "/dev/null");
}

TEST(Settings, NonsenseIsRefusedWithWhatIsWanted) {
  for (const char* text : {"", " 1", "1 ", "x", "1kk", "0x10", "nan", "inf", "1e999", "1.0001k5", "--1", "+1"}) {
    EXPECT_NE(problem_of<std::uint64_t>(text), "none") << text;
    EXPECT_NE(problem_of<double>(text), "none") << text;
    EXPECT_NE(problem_of<std::chrono::nanoseconds>(text), "none") << text;
    EXPECT_NE(problem_of<bool>(text), "none") << text;
  }
  EXPECT_NE(problem_of<std::uint64_t>("0.5"), "none");
  EXPECT_EQ(problem_of<std::uint64_t>("-1"), "must be 0 or more");
  EXPECT_EQ(problem_of<std::uint8_t>("256"), "must be from 0 to 255");
  EXPECT_NE(problem_of<std::uint64_t>("18446744073709551616"), "none");
  EXPECT_NE(problem_of<std::int64_t>("9223372036854775808"), "none");
}

TEST(Settings, ListsAreReadItemByItem) {
  std::vector<std::int64_t> values;
  EXPECT_FALSE(read_setting(SettingText{{"1", "2k"}, true, ""}, values));
  EXPECT_EQ(values, (std::vector<std::int64_t>{1, 2000}));
  std::int64_t one = 0;
  EXPECT_EQ(read_setting(SettingText{{"1", "2"}, true, ""}, one), "must be a single whole number, not a list");
}

TEST(Settings, ATextReadBackGivesTheSameValue) {
  EXPECT_EQ(setting_text(1500us), "1500us");
  EXPECT_EQ(setting_text(2s), "2s");
  EXPECT_EQ(setting_text(ByteSize{65'536}), "64KiB");
  EXPECT_EQ(setting_text(ByteSize{0}), "0");
  EXPECT_EQ(setting_text(0.1), "0.1");
  EXPECT_EQ(setting_text(std::vector<std::string>{"a", "b"}), "[a, b]");
  EXPECT_EQ(setting_text(std::uint8_t{7}), "7");
}

}  // namespace
}  // namespace weir
