#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/v1/lessons.pb.h>

#include <cmath>
#include <limits>
#include <random>

#include "support/drive.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using v1::Curve;
using v1::GaussianFit;

Curve curve(const std::vector<double>& x, const std::vector<double>& y) {
  Curve record;
  record.mutable_x()->Assign(x.begin(), x.end());
  record.mutable_y()->Assign(y.begin(), y.end());
  return record;
}

struct Gaussian {
  double amplitude = 1;
  double mean = 0;
  double deviation = 1;
};

/// Points from `first` to `last`, with noise of this standard deviation.
Curve curve_of(const Gaussian& of, double noise = 0, std::uint32_t seed = 1, double first = -5, double last = 5,
               int points = 100) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  Curve record;
  for (int i = 0; i < points; ++i) {
    const double x = first + (last - first) * i / (points - 1);
    const double deviations = (x - of.mean) / of.deviation;
    record.add_x(x);
    record.add_y(of.amplitude * std::exp(-deviations * deviations / 2) + noise * normal(random));
  }
  return record;
}

drive::Made<GaussianFit> fit(const std::vector<Curve>& curves, const drive::With& with = {}) {
  return drive::transform<GaussianFit>(transformers::gaussian_fit(), with, curves);
}

void expect_found(const Gaussian& of, const Curve& curve) {
  const auto made = fit({curve});
  EXPECT_THAT(made.rejected, IsEmpty());
  ASSERT_THAT(made.records, SizeIs(1));
  const GaussianFit& found = made.records[0];
  EXPECT_NEAR(found.amplitude() / of.amplitude, 1, 1e-6);
  EXPECT_NEAR((found.mean() - of.mean) / of.deviation, 0, 1e-6);
  EXPECT_NEAR(found.deviation() / of.deviation, 1, 1e-6);
  EXPECT_LT(found.amplitude_error(), 1e-6 * std::abs(of.amplitude));
  EXPECT_GE(found.evaluations(), 2);
}

std::string rejection_of(const Curve& curve, const drive::With& with = {}) {
  const auto made = fit({curve}, with);
  EXPECT_THAT(made.records, IsEmpty());
  return made.rejected.empty() ? "" : made.rejected[0];
}

TEST(GaussianFit, FindsWhatACurveWithoutNoiseIsMadeOf) {
  for (const Gaussian& of :
       {Gaussian{1, 0, 1}, Gaussian{-2.5, 1.5, 0.3}, Gaussian{1e6, -4, 2}, Gaussian{0.5, 4.9, 3}}) {
    SCOPED_TRACE(of.amplitude);
    expect_found(of, curve_of(of));
  }
}

TEST(GaussianFit, DoesNotMindTheUnits) {
  const Gaussian narrow{3e-9, 1e-9, 2e-9};
  expect_found(narrow, curve_of(narrow, 0, 1, -1e-8, 1e-8));
  const Gaussian wide{3e12, 1e9, 2e9};
  expect_found(wide, curve_of(wide, 0, 1, -1e10, 1e10));
}

TEST(GaussianFit, FindsAPeakBeyondThePoints) {
  const Gaussian of{1, 6, 2};
  expect_found(of, curve_of(of));
}

TEST(GaussianFit, IsContentWithFourPoints) { expect_found({2, 0.3, 2}, curve_of({2, 0.3, 2}, 0, 1, -2, 2, 4)); }

TEST(GaussianFit, IsAsFarFromTheTruthAsItsErrorsSay) {
  const Gaussian of{1.5, 0.7, 0.8};
  std::vector<Curve> curves;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) curves.push_back(curve_of(of, 0.05, seed));
  const auto made = fit(curves);
  ASSERT_THAT(made.records, SizeIs(200));
  int near = 0;
  double squares = 0;
  for (const GaussianFit& found : made.records) {
    for (const double errors :
         {(found.amplitude() - of.amplitude) / found.amplitude_error(), (found.mean() - of.mean) / found.mean_error(),
          (found.deviation() - of.deviation) / found.deviation_error()}) {
      if (std::abs(errors) < 3) ++near;
      squares += errors * errors;
    }
  }
  EXPECT_GE(near, 594);                            // of 600; 598 are to be expected
  EXPECT_NEAR(std::sqrt(squares / 600), 1, 0.15);  // neither are they too large
}

// For points that lie close, (JᵀJ)⁻¹ has a closed form: its diagonal is the distance of the points over √π, times
// 3/2 / deviation, 2 deviation / amplitude² and 2 deviation / amplitude².
TEST(GaussianFit, HasTheErrorsThatTheFormulaGives) {
  const Gaussian of{2, 0, 0.5};
  constexpr double kNoise = 0.01;
  const auto made = fit({curve_of(of, kNoise, 5, -5, 5, 10'001)});
  ASSERT_THAT(made.records, SizeIs(1));
  const double scale = kNoise * std::sqrt(0.001 / std::sqrt(std::acos(-1.0)));
  EXPECT_NEAR(made.records[0].amplitude_error() / (scale * std::sqrt(1.5 / of.deviation)), 1, 0.04);
  EXPECT_NEAR(made.records[0].mean_error() / (scale * std::sqrt(2 * of.deviation) / of.amplitude), 1, 0.04);
  EXPECT_NEAR(made.records[0].deviation_error() / (scale * std::sqrt(2 * of.deviation) / of.amplitude), 1, 0.04);
}

TEST(GaussianFit, RejectsACurveWithoutAPeak) {
  EXPECT_EQ(rejection_of(curve({1, 2, 3, 4}, {0, 0, 0, 0})), "a curve without a peak: each y is 0");
  EXPECT_EQ(rejection_of(curve({1, 2, 3, 4}, {2.5, 2.5, 2.5, 2.5})), "a curve without a peak: each y is 2.5");
  EXPECT_EQ(rejection_of(curve({1, 1, 1, 1}, {1, 2, 3, 4})), "a curve without a peak: its area is 0");
}

TEST(GaussianFit, RejectsPointsThatAreNotFinite) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(rejection_of(curve({1, 2, 3, 4}, {0, 1, kNan, 0})), "point 2 of a curve is (3, nan)");
  EXPECT_EQ(rejection_of(curve({1, 2, 3, kInfinity}, {0, 1, 0, 0})), "point 3 of a curve is (inf, 0)");
}

TEST(GaussianFit, RejectsTooFewPoints) {
  EXPECT_EQ(rejection_of(curve({}, {})), "a curve of 0 points; a fit needs 4");
  EXPECT_EQ(rejection_of(curve({1, 2, 3}, {0, 1, 0})), "a curve of 3 points; a fit needs 4");
}

TEST(GaussianFit, RejectsXAndYOfDifferentLength) {
  EXPECT_EQ(rejection_of(curve({1, 2, 3, 4, 5}, {0, 1, 1, 0})), "a curve of 5 x and 4 y");
}

TEST(GaussianFit, RejectsAFitThatDoesNotConverge) {
  EXPECT_EQ(rejection_of(curve_of({1, 0, 1}, 0.05), {{"max_evaluations", "1"}}),
            "the fit of a curve does not converge within 1 evaluations");
}

TEST(GaussianFit, RejectsPointsThatDoNotDetermineThePeak) {
  EXPECT_EQ(rejection_of(curve({1, 1, 2, 2}, {1, 1.1, 2, 2.1})),
            "the points of a curve do not determine amplitude, mean and deviation");
}

TEST(GaussianFit, GoesOnAfterARejection) {
  const auto made = fit({curve_of({1, 0, 1}), curve({1, 2, 3, 4}, {0, 0, 0, 0}), curve_of({2, 0, 1}, 0, 1, -3, 3, 50)});
  ASSERT_THAT(made.records, SizeIs(2));
  EXPECT_NEAR(made.records[1].amplitude(), 2, 1e-6);
}

TEST(GaussianFit, NeedsOneEvaluationAtLeast) {
  EXPECT_EQ(drive::problem_with(transformers::gaussian_fit(), {{"max_evaluations", "0"}}),
            "max_evaluations: must be 1 or more");
}

}  // namespace
}  // namespace weir
