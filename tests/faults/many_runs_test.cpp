#include "support/fault_rounds.h"
#include "support/program_test.h"

namespace weir {
namespace {

using ManyRuns = ProgramTest;

int many() {
  if (is_long_form()) return 1'000;
  return kOptimised ? 200 : 20;
}

TEST_F(ManyRuns, InARowEachEndWellAndLeaveNothing) {
  const int runs = many();
  std::chrono::duration<double> longest{};
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < runs; ++i) {
    const Ended ended = weir({"run", write("pipeline.yaml", R"(version: 1
producers: {numbers: {type: counter}}
transformers: {square: {type: square}}
consumers: {total: {type: sum}}
)"),
                              "--topology", "processes", "--limit", "1"});
    ASSERT_EQ(ended.exit_code, 0) << "run " << i << ": " << ended;
    ASSERT_TRUE(left_in_runs().empty()) << "after run " << i;
    longest = std::max(longest, ended.took);
  }
  ASSERT_TRUE(processes().empty());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cout << runs << " runs of three processes in " << took.count() << " s, " << took.count() / runs * 1e3
            << " ms a run, the longest " << longest.count() * 1e3 << " ms\n";
}

}  // namespace
}  // namespace weir
