#include <gmock/gmock.h>

#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::HasSubstr;

class Limits : public EachTopology {
 protected:
  Ended run_within(const std::string& limit) {
    return weir_in_shell(
        "ulimit " + limit,
        {"run", "configs/quickstart.yaml", "--topology", GetParam(), "--set", "transformers.count.replicas=3"}, "");
  }
};

TEST_P(Limits, OfFileDescriptorsEndInASentence) {
  const Ended ended = run_within("-n 16");
  expect_failure(ended, "Too many open files");
}

TEST_P(Limits, OfFileDescriptorsAreRaisedWhereTheyMayBe) {
  const Ended ended = run_within("-S -n 24");
  EXPECT_EQ(ended.exit_code, 0) << ended;
}

TEST_P(Limits, OfFileDescriptorsNeverEndInAHangOrASignal) {
  bool ran = false;
  for (int descriptors = 8; descriptors <= 64; descriptors += kSanitized ? 8 : 4) {
    const Ended ended = run_within("-n " + std::to_string(descriptors));
    EXPECT_EQ(ended.signal, 0) << descriptors << ended;
    EXPECT_THAT(ended.exit_code, ::testing::AnyOf(0, 1)) << descriptors << ended;
    if (ended.exit_code == 1) {
      EXPECT_FALSE(ran) << "worked with less than " << descriptors;
      EXPECT_THAT(ended.err, HasSubstr("Too many open files")) << descriptors;
    }
    ran = ran || ended.exit_code == 0;
  }
}

TEST_P(Limits, OfMemoryNeverEndInAHangOrASignal) {
  if (kSanitized) GTEST_SKIP() << "sanitizers reserve more address space than there is";
  for (const int mebibytes : {32, 48, 64, 96, 128, 192, 256}) {
    const Ended ended = run_within("-v " + std::to_string(mebibytes * 1024));
    EXPECT_EQ(ended.signal, 0) << mebibytes << ended;
    EXPECT_THAT(ended.exit_code, ::testing::AnyOf(0, 1, 127)) << mebibytes  // 127: not even the program fits
                                                              << ended;
  }
}

TEST_P(Limits, OfTheSizeOfAFileEndInASentence) {
  const Ended ended = weir_in_shell("ulimit -f 1000",
                                    {"run", write("squares.yaml", R"(version: 1
limit: 1M
producers: {numbers: {type: counter}}
consumers: {file: {type: csv_file, with: {path: out.csv}}}
)"),
                                     "--topology", GetParam()},
                                    "");
  expect_failure(ended, "File too large");
  EXPECT_FALSE(std::filesystem::exists(scratch("out.csv")));
}

INSTANTIATE_TEST_SUITE_P(, Limits, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
