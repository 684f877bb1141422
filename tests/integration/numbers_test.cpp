#include <tuple>

#include "support/program_test.h"

namespace weir {
namespace {

struct Limit {
  std::string text;
  std::uint64_t records;
};

std::ostream& operator<<(std::ostream& stream, const Limit& limit) { return stream << limit.text; }

class Numbers : public ProgramTest, public ::testing::WithParamInterface<std::tuple<std::string, Limit>> {};

TEST_P(Numbers, ArriveEachOnce) {
  const auto& [topology, limit] = GetParam();
  const EndedRun run = this->run({"configs/numbers.yaml", "--topology", topology, "--limit", limit.text});
  expect_good_end(run);
  const Json link = named(run.report["links"], "all");
  EXPECT_EQ(link["accepted"], limit.records);
  EXPECT_EQ(link["delivered"], limit.records);
  EXPECT_EQ(named(run.report["stages"], "numbers")["records_out"], limit.records);
  EXPECT_EQ(named(run.report["stages"], "total")["records_in"], limit.records);
  const std::uint64_t sum = limit.records == 0 ? 0 : limit.records * (limit.records - 1) / 2;
  EXPECT_EQ(results_of(run.report, "total"), (Json{{"sum", sum}}));
}

std::vector<Limit> limits() {
  std::vector<Limit> limits{{"0", 0}, {"1", 1}, {"10k", 10'000}, {"1e5", 100'000}, {"1M", 1'000'000}};
  if (kOptimised) limits.push_back({"1e7", 10'000'000});
  return limits;
}

INSTANTIATE_TEST_SUITE_P(, Numbers, ::testing::Combine(topologies(), ::testing::ValuesIn(limits())),
                         [](const auto& it) { return std::get<0>(it.param) + "_" + std::get<1>(it.param).text; });

class Memory : public EachTopology {};

TEST_P(Memory, DoesNotGrowWithTheNumberOfRecords) {
  if (!kOptimised) GTEST_SKIP() << "says something of release builds only";
  const auto peak = [this](const std::string& limit) {
    const EndedRun run = this->run({"configs/numbers.yaml", "--topology", GetParam(), "--limit", limit});
    expect_good_end(run);
    return run.report["max_rss_bytes"].get<double>();
  };
  const double few = peak("1e5");
  EXPECT_NEAR(peak("1e6"), few, few / 10);
}

INSTANTIATE_TEST_SUITE_P(, Memory, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
