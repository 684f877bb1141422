#include <gmock/gmock.h>

#include <cerrno>
#include <cstring>

#include "support/program_test.h"

// Each call with which a run changes a file fails once, or the run is killed there: it goes on from where it was.
namespace weir {
namespace {

const std::string kManyCalls = R"(version: 1
name: squares
delivery: effectively_once
limit: 32
producers: {numbers: {type: counter}}
transformers: {square: {type: square}}
consumers: {file: {type: csv_file, with: {path: "${OUT}"}}, total: {type: sum}}
queues:
  to_square: {from: numbers, to: square, capacity: 64}
  to_file: {from: square, to: file, capacity: 64}
  to_total: {from: square, to: total, capacity: 64}
)";

constexpr int kTakesHalf = 0;
constexpr int kKills = -1;
constexpr int kStep = kSanitized ? 4 : 1;  // of calls: a run under a sanitizer takes a second

struct Failure {
  std::string function;
  int error;  ///< `kTakesHalf`: it does half of its work

  bool is_passing() const { return error == EINTR || error == kTakesHalf; }
};

std::ostream& operator<<(std::ostream& stream, const Failure& failure) {
  return stream << failure.function << ": "
                << (failure.error == kTakesHalf ? "half of its bytes" : std::strerror(failure.error));
}

class RunWithAFailingCall : public ProgramTest {
 protected:
  explicit RunWithAFailingCall(const std::string& topology)
      : arguments_{"run", file_, "--topology", topology, "--overwrite"} {
    environment_["OUT"] = output_.string();
  }

  /// Each of its processes has its own count of calls.
  Ended run_failing(const Failure& failure, int nth) {
    std::filesystem::remove(output_);
    return weir_failing(arguments_, failure, nth);
  }

  Ended weir_failing(const std::vector<std::string>& arguments, const Failure& failure, int nth) const {
    std::filesystem::remove(failed_);
    Command command = this->command(arguments);
    command.environment["LD_PRELOAD"] = WEIR_FAILING_CALLS;
    command.environment["WEIR_FAILING_CALL"] =
        failure.function + " " + std::to_string(nth) + " " + std::to_string(failure.error);
    command.environment["WEIR_FAILED_CALL"] = failed_.string();
    if (kSanitized) command.environment["ASAN_OPTIONS"] += ":verify_asan_link_order=0";
    return Child(std::move(command)).wait();
  }

  bool has_failed() const { return std::filesystem::exists(failed_); }

  void expect_run() {
    const Ended ended = weir(arguments_);
    EXPECT_EQ(ended.exit_code, 0) << ended;
  }

  /// What a user does after a run that failed.
  void go_on() {
    const auto left = left_in_runs();
    if (left.empty()) return expect_run();
    const Ended ended = weir({"resume", left.front().string()});
    EXPECT_EQ(ended.exit_code, 0) << ended;
  }

  std::string output() const { return content_of(output_); }

  const std::string file_ = write("squares.yaml", kManyCalls);
  std::vector<std::string> arguments_;
  const std::filesystem::path output_ = scratch("out.csv");
  const std::filesystem::path failed_ = scratch("failed");
};

class FailingCalls : public RunWithAFailingCall,
                     public ::testing::WithParamInterface<std::tuple<std::string, Failure>> {
 protected:
  FailingCalls() : RunWithAFailingCall(std::get<0>(GetParam())) {}
};

TEST_P(FailingCalls, AreSaidAndMadeUpFor) {
  const Failure& failure = std::get<1>(GetParam());
  expect_run();
  const std::string undisturbed = output();
  int nth = 1;
  for (; !HasFailure(); nth += kStep) {
    SCOPED_TRACE("call " + std::to_string(nth));
    const Ended ended = run_failing(failure, nth);
    if (!has_failed()) break;
    if (failure.is_passing()) {
      EXPECT_EQ(ended.exit_code, 0) << ended;
    } else {
      expect_failure(ended, std::strerror(failure.error));
      go_on();
    }
    EXPECT_EQ(output(), undisturbed) << ended;
  }
  EXPECT_GT(nth, 1) << "there is no such call";
}

INSTANTIATE_TEST_SUITE_P(, FailingCalls,
                         ::testing::Combine(::testing::Values("threads", "processes"),
                                            ::testing::Values(Failure{"write", ENOSPC}, Failure{"write", EINTR},
                                                              Failure{"write", kTakesHalf}, Failure{"writev", ENOSPC},
                                                              Failure{"pwrite", EIO}, Failure{"pwrite", EINTR},
                                                              Failure{"pwrite", kTakesHalf}, Failure{"fdatasync", EIO},
                                                              Failure{"fsync", EIO}, Failure{"ftruncate", EIO},
                                                              Failure{"rename", ENOSPC},
                                                              Failure{"posix_fallocate", ENOSPC})));

/// In one process, so that all of the run is killed; once in the place where runs are kept and once in one of the
/// user's.
class KillingCalls : public RunWithAFailingCall, public ::testing::WithParamInterface<std::tuple<std::string, bool>> {
 protected:
  KillingCalls() : RunWithAFailingCall("threads") {
    if (std::get<1>(GetParam())) arguments_.insert(arguments_.end(), {"--run-dir", place_.string()});
  }

  /// What a user does after a run that was killed.
  void go_on_or_begin_anew() {
    const std::filesystem::path run = std::get<1>(GetParam()) ? place_ : left_in_runs_or_nothing();
    if (std::filesystem::exists(run / "inputs")) {
      const Ended ended = weir({"resume", run.string()});
      EXPECT_EQ(ended.exit_code, 0) << ended;
      return;
    }
    EXPECT_EQ(weir({"clean"}).exit_code, 0);
    expect_run();
  }

  std::filesystem::path left_in_runs_or_nothing() {
    const auto left = left_in_runs();
    return left.empty() ? scratch("no run") : left.front();
  }

  /// What is there of a run that was killed, in the place where it was; empty: nothing.
  std::filesystem::path what_is_left() {
    if (!std::get<1>(GetParam())) return left_in_runs().empty() ? std::filesystem::path() : left_in_runs().front();
    return std::filesystem::exists(place_) ? place_ : std::filesystem::path();
  }

  void expect_nothing_left() {
    EXPECT_THAT(left_in_runs(), ::testing::IsEmpty());
    EXPECT_TRUE(!std::filesystem::exists(place_) || std::filesystem::is_empty(place_));
  }

  const std::filesystem::path place_ = scratch("place");
};

TEST_P(KillingCalls, LeaveWhatCanBeTakenUpOrMadeAnew) {
  const Failure death{std::get<0>(GetParam()), kKills};
  expect_run();
  const std::string undisturbed = output();
  int nth = 1;
  for (; !HasFailure(); nth += kStep) {
    SCOPED_TRACE("call " + std::to_string(nth));
    run_failing(death, nth);
    if (!has_failed()) break;
    go_on_or_begin_anew();
    EXPECT_EQ(output(), undisturbed);
    expect_nothing_left();
  }
  EXPECT_GT(nth, 1) << "there is no such call";
}

using KillingRemovals = KillingCalls;

TEST_P(KillingRemovals, OfCleanLeaveARunThatIsOver) {
  int nth = 1;
  for (; !HasFailure(); nth += kStep) {
    SCOPED_TRACE("call " + std::to_string(nth));
    run_failing({"fdatasync", kKills}, 2);
    const std::filesystem::path left = what_is_left();
    ASSERT_TRUE(std::filesystem::exists(left / "inputs"));
    weir_failing({"clean"}, {std::get<0>(GetParam()), kKills}, nth);
    if (!has_failed()) break;
    if (std::filesystem::exists(left) && !std::filesystem::exists(left / "inputs")) {
      const Ended ended = weir({"resume", left.string()});
      EXPECT_EQ(ended.exit_code, 0) << ended;
    }
    EXPECT_EQ(weir({"clean"}).exit_code, 0);
    expect_nothing_left();
    std::filesystem::remove(output_.native() + ".part");
  }
  EXPECT_GT(nth, 1) << "there is no such call";
}

TEST_P(KillingRemovals, LeaveARunThatIsOverAlsoForWhoResumesIt) {
  int nth = 1;
  for (; !HasFailure(); nth += kStep) {
    SCOPED_TRACE("call " + std::to_string(nth));
    run_failing({std::get<0>(GetParam()), kKills}, nth);
    if (!has_failed()) break;
    const std::string written = output();
    if (const auto left = what_is_left(); !left.empty()) {
      const Ended ended = weir({"resume", left.string()});
      EXPECT_EQ(ended.exit_code, 0) << ended;
    }
    EXPECT_EQ(output(), written);
    EXPECT_EQ(weir({"clean"}).exit_code, 0);  // of a list that points to what is gone
    expect_nothing_left();
  }
  EXPECT_GT(nth, 1) << "there is no such call";
}

INSTANTIATE_TEST_SUITE_P(, KillingRemovals, ::testing::Combine(::testing::Values("remove"), ::testing::Bool()));

INSTANTIATE_TEST_SUITE_P(, KillingCalls,
                         ::testing::Combine(::testing::Values("write", "writev", "pwrite", "fdatasync", "ftruncate",
                                                              "rename", "remove"),
                                            ::testing::Bool()));

}  // namespace
}  // namespace weir
