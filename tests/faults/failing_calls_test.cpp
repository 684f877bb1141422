#include <gmock/gmock.h>

#include <cerrno>
#include <cstring>

#include "support/program_test.h"

// Each call with which a run writes to a file fails once: the run says so, and goes on from where it was.
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

struct Failure {
  std::string function;
  int error;  ///< `kTakesHalf`: it does half of its work

  bool is_passing() const { return error == EINTR || error == kTakesHalf; }
};

std::ostream& operator<<(std::ostream& stream, const Failure& failure) {
  return stream << failure.function << ": "
                << (failure.error == kTakesHalf ? "half of its bytes" : std::strerror(failure.error));
}

class FailingCalls : public ProgramTest, public ::testing::WithParamInterface<std::tuple<std::string, Failure>> {
 protected:
  FailingCalls() { environment_["OUT"] = output_.string(); }

  std::vector<std::string> arguments() const {
    return {"run", file_, "--topology", std::get<0>(GetParam()), "--overwrite"};
  }

  /// Each of its processes has its own count of calls.
  Ended run_failing(const Failure& failure, int nth) {
    Command command = this->command(arguments());
    command.environment["LD_PRELOAD"] = WEIR_FAILING_CALLS;
    command.environment["WEIR_FAILING_CALL"] =
        failure.function + " " + std::to_string(nth) + " " + std::to_string(failure.error);
    command.environment["WEIR_FAILED_CALL"] = failed_.string();
    if (kSanitized) command.environment["ASAN_OPTIONS"] += ":verify_asan_link_order=0";
    return Child(std::move(command)).wait();
  }

  /// What a user does after a run that failed.
  void go_on() {
    const auto left = left_in_runs();
    const Ended ended = left.empty() ? weir(arguments()) : weir({"resume", left.front().string()});
    EXPECT_EQ(ended.exit_code, 0) << ended;
  }

  const std::string file_ = write("squares.yaml", kManyCalls);
  const std::filesystem::path output_ = scratch("out.csv");
  const std::filesystem::path failed_ = scratch("failed");
};

TEST_P(FailingCalls, AreSaidAndMadeUpFor) {
  const Failure& failure = std::get<1>(GetParam());
  go_on();
  const std::string undisturbed = content_of(output_);
  int nth = 1;
  for (; !HasFailure(); ++nth) {
    SCOPED_TRACE("call " + std::to_string(nth));
    std::filesystem::remove(output_);
    std::filesystem::remove(failed_);
    const Ended ended = run_failing(failure, nth);
    if (!std::filesystem::exists(failed_)) break;
    if (failure.is_passing()) {
      EXPECT_EQ(ended.exit_code, 0) << ended;
    } else {
      expect_failure(ended, std::strerror(failure.error));
      go_on();
    }
    EXPECT_EQ(content_of(output_), undisturbed) << ended;
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

}  // namespace
}  // namespace weir
