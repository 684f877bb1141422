#include "bench/baselines/children.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>

namespace weir::bench {
namespace {

bool has_children() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

std::string failure_of(const std::function<void()>& call) {
  try {
    call();
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST(Children, AreWaitedFor) {
  Children children;
  children.start([] {});
  children.start([] {});
  children.wait();
  EXPECT_TRUE(children.have_ended());
  EXPECT_FALSE(has_children());
}

TEST(Children, ThatFailMakeWaitingFail) {
  Children children;
  children.start([] { throw std::runtime_error("as it should"); });
  EXPECT_EQ(failure_of([&] { children.wait(); }), "a process of the baseline has failed");
  EXPECT_FALSE(has_children());
}

TEST(Children, ThatASignalEndsMakeWaitingFail) {
  Children children;
  children.start([] { kill(getpid(), SIGKILL); });
  EXPECT_EQ(failure_of([&] { children.wait(); }), "a process of the baseline was ended by signal 9");
}

TEST(Children, ThatFailAreNoticedWhileOthersRun) {
  Children children;
  children.start([] { pause(); });
  EXPECT_FALSE(children.have_ended());
  children.start([] { throw std::runtime_error("as it should"); });
  std::string failure;
  while (failure.empty()) failure = failure_of([&] { EXPECT_FALSE(children.have_ended()); });
  EXPECT_EQ(failure, "a process of the baseline has failed");
}

TEST(Children, AreKilledAndReapedWhereNobodyWaits) {
  {
    Children children;
    children.start([] { pause(); });
    EXPECT_TRUE(has_children());
  }
  EXPECT_FALSE(has_children());
}

}  // namespace
}  // namespace weir::bench
