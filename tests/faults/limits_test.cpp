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

  /// Else nothing of weir has run yet that could say a word.
  bool libraries_load_within(const std::string& limit) {
    const Ended ended = weir_in_shell("ulimit " + limit, {"--version"}, "");
    return ended.exit_code == 0 || ended.err.find("out of memory: ") != std::string::npos;
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

TEST_P(Limits, OfAddressSpaceNeverEndInAHangOrASignal) {
  if (kSanitized) GTEST_SKIP() << "sanitizers reserve more address space than there is";
  bool ran = false;
  for (int kibibytes = 12'000; kibibytes <= 208'000; kibibytes += kibibytes < 18'000 ? 250 : 8'000) {
    const std::string limit = "-v " + std::to_string(kibibytes);
    if (!libraries_load_within(limit)) continue;
    const Ended ended = run_within(limit);
    EXPECT_EQ(ended.signal, 0) << kibibytes << ended;
    EXPECT_THAT(ended.exit_code, ::testing::AnyOf(0, 1)) << kibibytes << ended;
    if (ended.exit_code == 1) {
      EXPECT_FALSE(ran) << "worked with less than " << kibibytes;
      EXPECT_THAT(ended.err, HasSubstr("address space")) << kibibytes;
      EXPECT_THAT(ended.err, HasSubstr("ulimit -v")) << kibibytes;
    }
    ran = ran || ended.exit_code == 0;
  }
  EXPECT_TRUE(ran);
}

TEST_P(Limits, OfAddressSpaceNameTheOneThatIsEnough) {
  if (kSanitized) GTEST_SKIP() << "sanitizers reserve more address space than there is";
  const Ended refused = run_within("-v 40000");
  expect_failure(refused, " KiB of address space to start and may have 40000; 'ulimit -v ");
  const std::string enough = refused.err.substr(refused.err.find("'ulimit -v ") + 8);
  const Ended ended = run_within(enough.substr(0, enough.find('\'')));
  EXPECT_EQ(ended.exit_code, 0) << ended;
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
