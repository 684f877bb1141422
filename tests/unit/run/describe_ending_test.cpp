#include <gtest/gtest.h>
#include <sys/wait.h>

#include "run/process_host.h"

namespace weir::run {
namespace {

TEST(DescribeEnding, SaysNothingOfAGoodEnd) { EXPECT_EQ(describe_ending(W_EXITCODE(0, 0)), ""); }

TEST(DescribeEnding, NamesTheExitCode) {
  EXPECT_EQ(describe_ending(W_EXITCODE(1, 0)), "ended with exit code 1");
  EXPECT_EQ(describe_ending(W_EXITCODE(255, 0)), "ended with exit code 255");
}

TEST(DescribeEnding, NamesTheSignal) {
  EXPECT_EQ(describe_ending(W_EXITCODE(0, SIGKILL)), "was killed by signal 9 (Killed)");
  EXPECT_EQ(describe_ending(W_EXITCODE(0, SIGSEGV) | WCOREFLAG), "was killed by signal 11 (Segmentation fault)");
}

}  // namespace
}  // namespace weir::run
