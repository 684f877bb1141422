#include <cmath>

#include "lesson.h"

namespace weir {
namespace {

class LessonsThatCompute : public Lesson {};

const std::vector<std::string> kSmallMatrices{"producers.matrices.with.size=60", "producers.matrices.with.count=16"};

double element_sum(const EndedRun& run) {
  const Json results = results_of(run.report, "sum");
  EXPECT_EQ(results["count"], 16);
  return results["sum"];
}

TEST_P(LessonsThatCompute, AddTheSameInversesUpAsInSerial) {
  const double in_serial = element_sum(learn_in("serial", "matrix_invert", kSmallMatrices));
  EXPECT_NEAR(element_sum(learn("matrix_invert", kSmallMatrices)) / in_serial, 1, 1e-12);
}

TEST_P(LessonsThatCompute, InvertTheSameWithALibrary) {
  std::vector<std::string> with_library = kSmallMatrices;
  with_library.emplace_back("transformers.invert.with.method=eigen");
  const double plain = element_sum(learn("matrix_invert", kSmallMatrices));
  EXPECT_NEAR(element_sum(learn("matrix_invert", with_library)) / plain, 1, 1e-8);
}

TEST_P(LessonsThatCompute, FindTheFibonacciNumberEachTime) {
  const std::string place = kOptimised ? "40" : "24";
  const std::int64_t number = kOptimised ? 63'245'986 : 28'657;
  const EndedRun run = learn("fibonacci", {"producers.numbers.with.value=" + place, "producers.numbers.with.count=5"});
  EXPECT_EQ(numbers_in(run.report, "results"), std::vector<std::int64_t>(5, number));
}

TEST_P(LessonsThatCompute, RejectAPlaceBeforeTheFirstFibonacciNumber) {
  const EndedRun run = learn("fibonacci", {"producers.numbers.with.value=0", "producers.numbers.with.count=5"});
  EXPECT_EQ(results_of(run.report, "results")["items"], Json::array());
  EXPECT_EQ(rejected_by("fibonacci", run.report), 5);
  EXPECT_EQ(named(run.report["links"], "numbers")["rejected"], 5);
}

TEST_P(LessonsThatCompute, CountTheWordsOfManyLines) {
  const std::int64_t times = kOptimised && GetParam() == "serial" ? 10'000'000 : 100'000;
  const EndedRun run = learn("word_count", {"producers.lines.with.repeat=" + std::to_string(times)});
  EXPECT_EQ(results_of(run.report, "total"), (Json{{"sum", 11 * times}}));
}

TEST_P(LessonsThatCompute, CountTheWordsOfOtherLines) {
  const EndedRun run = learn(
      "word_count", {R"(producers.lines.with.values=["nice hat", "for a clown to wear", "to the circus. idiot."])",
                     "producers.lines.with.repeat=100"});
  EXPECT_EQ(results_of(run.report, "total"), (Json{{"sum", 1'100}}));
}

double plain_sum_of_trig(int numbers, int iterations) {
  double sum = 0;
  for (int number = 0; number < numbers; ++number) {
    double x = number;
    for (int i = 0; i < iterations; ++i) x += std::cos(x) + std::sin(x);
    sum += x;
  }
  return sum;
}

// There is no product that a compiler could fuse with a sum. In serial the values arrive in their order, elsewhere as
// the replicas have them.
TEST_P(LessonsThatCompute, AddSinesAndCosinesUpAsAPlainLoop) {
  const EndedRun run = learn("trig", {"transformers.trig.with.iterations=10", "producers.numbers.with.count=10k"});
  const double sum = results_of(run.report, "sum")["sum"];
  const double plain = plain_sum_of_trig(10'000, 10);
  if (GetParam() == "serial") {
    EXPECT_EQ(sum, plain);
  } else {
    EXPECT_NEAR(sum / plain, 1, 1e-9);
  }
}

constexpr int kCurves = 200;
const std::string kSomeCurves = "producers.curves.with.count=" + std::to_string(kCurves);

TEST_P(LessonsThatCompute, FindTheGaussianThatTheCurvesWereMadeWith) {
  const EndedRun run = learn("gaussian_fit", {kSomeCurves});
  const Json found = results_of(run.report, "summary");
  EXPECT_EQ(found["fits"], kCurves);
  EXPECT_NEAR(found["amplitude"], 1, 3 * found["amplitude_error"].get<double>());
  EXPECT_NEAR(found["mean"], 0, 3 * found["mean_error"].get<double>());
  EXPECT_NEAR(found["deviation"], 1, 3 * found["deviation_error"].get<double>());
  for (const char* const error : {"amplitude_error", "mean_error", "deviation_error"}) EXPECT_LT(found[error], 0.002);
}

TEST_P(LessonsThatCompute, FitOrRejectEachCurve) {
  const EndedRun run = learn("gaussian_fit", {kSomeCurves, "transformers.fit.with.max_evaluations=5"});
  const std::int64_t fits = results_of(run.report, "summary")["fits"];
  EXPECT_GT(fits, 0);
  EXPECT_LT(fits, kCurves);
  EXPECT_EQ(fits + rejected_by("fit", run.report), kCurves);
}

TEST_P(LessonsThatCompute, EndWellWhereNoFitConverges) {
  const EndedRun run = learn("gaussian_fit", {kSomeCurves, "transformers.fit.with.max_evaluations=1"});
  EXPECT_EQ(results_of(run.report, "summary"), (Json{{"fits", 0}}));
  EXPECT_EQ(rejected_by("fit", run.report), kCurves);
  EXPECT_EQ(named(run.report["links"], "noisy")["rejected"], kCurves);
}

TEST_P(LessonsThatCompute, SquareTens) {
  const std::int64_t tens = kOptimised ? 10'000'000 : 100'000;
  const EndedRun run = learn("square", {"producers.numbers.with.count=" + std::to_string(tens)});
  EXPECT_EQ(results_of(run.report, "total"), (Json{{"sum", 100 * tens}}));
}

TEST_P(LessonsThatCompute, MeasureLongTextsAndAShortOne) {
  const std::int64_t times = kOptimised ? 1'000'000 : 50'000;
  const std::string many = std::to_string(times);
  const EndedRun run = learn("string_length", {"producers.texts.with.times=[" + many + ", " + many + ", 1]"});
  EXPECT_EQ(numbers_in(run.report, "lengths"), (std::vector<std::int64_t>{30 * times, 28 * times, 42}));
}

INSTANTIATE_TEST_SUITE_P(, LessonsThatCompute, topologies(), name_of_topology);

}  // namespace
}  // namespace weir
