#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/v1/lessons.pb.h>

#include <algorithm>
#include <limits>

#include "consumers/consumers.h"
#include "support/drive.h"
#include "support/lives.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::GaussianFit;

GaussianFit fit(double amplitude, double mean, double deviation, double amplitude_error, double mean_error,
                double deviation_error) {
  GaussianFit record;
  record.set_amplitude(amplitude);
  record.set_mean(mean);
  record.set_deviation(deviation);
  record.set_amplitude_error(amplitude_error);
  record.set_mean_error(mean_error);
  record.set_deviation_error(deviation_error);
  return record;
}

drive::Consumed summary(const std::vector<GaussianFit>& fits) {
  return drive::consume<GaussianFit>(consumers::fit_summary(), {}, fits);
}

TEST(FitSummary, OfNoFitsSaysOnlySo) { EXPECT_EQ(summary({}).results, (Results{{"fits", std::int64_t{0}}})); }

TEST(FitSummary, OfOneFitIsTheFit) {
  EXPECT_EQ(summary({fit(1, 2, 3, 0.25, 0.5, 0.75)}).results, (Results{{"fits", std::int64_t{1}},
                                                                       {"amplitude", 1.0},
                                                                       {"mean", 2.0},
                                                                       {"deviation", 3.0},
                                                                       {"amplitude_error", 0.25},
                                                                       {"mean_error", 0.5},
                                                                       {"deviation_error", 0.75}}));
}

TEST(FitSummary, AveragesPlainlyAndItsErrorsAreThoseOfTheMean) {
  EXPECT_EQ(
      summary({fit(1, 0, 3, 3, 0.5, 0), fit(2, -4, 5, 4, 0.5, 0), fit(6, 1, 1, 0, 0.5, 0), fit(7, 1, 3, 0, 0.5, 8)})
          .results,
      (Results{{"fits", std::int64_t{4}},
               {"amplitude", 4.0},
               {"mean", -0.5},
               {"deviation", 3.0},
               {"amplitude_error", 1.25},
               {"mean_error", 0.25},
               {"deviation_error", 2.0}}));
}

TEST(FitSummary, RejectsAFitThatIsNotFinite) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto got = summary({fit(kNan, 2, 3, 1, 1, 1), fit(1, kInfinity, 3, 1, 1, 1), fit(1, 2, 3, 1, 1, kNan),
                            fit(1, 2, 3, 1, 1e200, 1), fit(5, 6, 7, 1, 1, 1)});
  EXPECT_EQ(got.results.at("fits"), Result(std::int64_t{1}));
  EXPECT_EQ(got.results.at("mean"), Result(6.0));
  EXPECT_THAT(got.rejected, ElementsAre("a fit with amplitude nan ± 1", "a fit with mean inf ± 1",
                                        "a fit with deviation 3 ± nan", "a fit with mean 2 ± 1e+200"));
}

TEST(FitSummary, DoesNotDependOnTheOrderOfArrival) {
  std::vector<GaussianFit> fits;
  for (int i = 1; i <= 10'000; ++i) fits.push_back(fit(1.0 / i, 0.1 * i, 1e-9 * i, 1.0 / i, 0.1, 1e-9 / i));
  const Results forward = summary(fits).results;
  std::ranges::reverse(fits);
  for (const auto& [name, value] : summary(fits).results) {
    if (name == "fits") continue;
    EXPECT_NEAR(std::get<double>(value) / std::get<double>(forward.at(name)), 1, 1e-15) << name;
  }
}

TEST(FitSummary, GoesOnWhereAnEarlierLifeHadCommitted) {
  const std::vector<GaussianFit> fits{fit(1, 0, 3, 3, 0.5, 0), fit(2, -4, 5, 4, 0.5, 0), fit(6, 1, 1, 0, 0.5, 1)};
  for (const std::size_t first : {0, 1, 2}) {
    EXPECT_EQ(drive::consume_in_two_lives<GaussianFit>(consumers::fit_summary(), {}, fits, first),
              summary(fits).results)
        << first;
  }
}

}  // namespace
}  // namespace weir
