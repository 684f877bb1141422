#include <Eigen/LU>
#include <unsupported/Eigen/NonLinearOptimization>
#include <weir/settings.h>
#include <weir/v1/lessons.pb.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Curve;
using v1::GaussianFit;

constexpr Eigen::Index kParameters = 3;
constexpr std::size_t kLeastPoints = kParameters + 1;  // fewer leave no residual to tell errors by

struct Points {
  std::span<const double> x;
  std::span<const double> y;
};

/// Throws RecordError where they are not to be fitted.
Points points_of(const Curve& curve) {
  const Points points{{curve.x().data(), static_cast<std::size_t>(curve.x_size())},
                      {curve.y().data(), static_cast<std::size_t>(curve.y_size())}};
  if (points.x.size() != points.y.size()) {
    throw RecordError("a curve of " + std::to_string(points.x.size()) + " x and " + std::to_string(points.y.size()) +
                      " y");
  }
  if (points.x.size() < kLeastPoints) {
    throw RecordError("a curve of " + std::to_string(points.x.size()) + " points; a fit needs " +
                      std::to_string(kLeastPoints));
  }
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    if (std::isfinite(points.x[i]) && std::isfinite(points.y[i])) continue;
    throw RecordError("point " + std::to_string(i) + " of a curve is (" + to_text(points.x[i]) + ", " +
                      to_text(points.y[i]) + ")");
  }
  return points;
}

/// Amplitude, mean and deviation; a vector of any length, as Eigen's solver takes no other.
using Parameters = Eigen::VectorXd;

/// Where the fit begins: at the point furthest from 0, with the deviation that gives the curve's area.
/// Throws RecordError where the curve has no peak.
Parameters estimate(const Points& points) {
  const auto [least, most] = std::ranges::minmax_element(points.y);
  if (*least == *most) throw RecordError("a curve without a peak: each y is " + to_text(*most));
  const auto peak = -*least > *most ? least : most;
  double area = 0;
  for (std::size_t i = 1; i < points.x.size(); ++i) {
    area += (points.x[i] - points.x[i - 1]) * (points.y[i] + points.y[i - 1]) / 2;
  }
  const double deviation = std::abs(area / *peak) / std::sqrt(2 * std::numbers::pi);
  if (deviation == 0) throw RecordError("a curve without a peak: its area is 0");
  return Eigen::Vector3d{*peak, points.x[static_cast<std::size_t>(peak - points.y.begin())], deviation};
}

/// What the solver asks for: how far the model is from each point, and how that changes with each parameter.
struct Residuals {
  Points points;

  int values() const { return static_cast<int>(points.x.size()); }

  int operator()(const Parameters& at, Eigen::VectorXd& residuals) const {
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      const double deviations = (points.x[i] - at[1]) / at[2];
      residuals[i] = at[0] * std::exp(-deviations * deviations / 2) - points.y[i];
    }
    return 0;
  }

  int df(const Parameters& at, Eigen::MatrixXd& derivatives) const {
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      const double deviations = (points.x[i] - at[1]) / at[2];
      const double bell = std::exp(-deviations * deviations / 2);
      const double slope = at[0] * bell * deviations / at[2];
      derivatives(i, 0) = bell;
      derivatives(i, 1) = slope;
      derivatives(i, 2) = slope * deviations;
    }
    return 0;
  }
};

/// The square roots of the diagonal of (JᵀJ)⁻¹, with a J whose columns are brought to length 1 before: whatever the
/// units of x and y, the same curves have an answer. Throws RecordError where there is none.
Eigen::Vector3d errors_of_unit_variance(Eigen::MatrixXd& derivatives) {
  Eigen::Vector3d lengths;
  for (Eigen::Index i = 0; i < kParameters; ++i) {
    lengths[i] = derivatives.col(i).stableNorm();
    derivatives.col(i) /= lengths[i];
  }
  Eigen::Matrix3d products;
  for (Eigen::Index i = 0; i < kParameters; ++i) {
    for (Eigen::Index j = 0; j < kParameters; ++j) products(i, j) = derivatives.col(i).dot(derivatives.col(j));
  }
  Eigen::Matrix3d inverse;
  bool is_invertible = false;
  constexpr double kLeastDeterminant = 1e-12;
  products.computeInverseWithCheck(inverse, is_invertible, kLeastDeterminant);
  if (!is_invertible) throw RecordError("the points of a curve do not determine amplitude, mean and deviation");
  return inverse.diagonal().cwiseSqrt().cwiseQuotient(lengths);
}

class GaussianFitting final : public Transformer<Curve, GaussianFit> {
 public:
  struct Settings {
    std::uint32_t max_evaluations = 200;
  };

  explicit GaussianFitting(const Settings& settings) { solver_.parameters.maxfev = settings.max_evaluations; }

  void transform(const Curve& in, Emitter<GaussianFit>& out) override {
    residuals_.points = points_of(in);
    Parameters found = estimate(residuals_.points);
    if (solver_.minimize(found) == Eigen::LevenbergMarquardtSpace::TooManyFunctionEvaluation) {
      throw RecordError("the fit of a curve does not converge within " + std::to_string(solver_.parameters.maxfev) +
                        " evaluations");
    }
    derivatives_.resize(residuals_.values(), kParameters);
    residuals_.df(found, derivatives_);
    const double noise = solver_.fnorm / std::sqrt(static_cast<double>(residuals_.values() - kParameters));
    const Eigen::Vector3d errors = noise * errors_of_unit_variance(derivatives_);

    GaussianFit& fit = out.emit();
    fit.set_amplitude(found[0]);
    fit.set_mean(found[1]);
    fit.set_deviation(std::abs(found[2]));
    fit.set_amplitude_error(errors[0]);
    fit.set_mean_error(errors[1]);
    fit.set_deviation_error(errors[2]);
    fit.set_evaluations(static_cast<std::uint32_t>(solver_.nfev));
  }

 private:
  Residuals residuals_;
  Eigen::LevenbergMarquardt<Residuals> solver_{residuals_};
  Eigen::MatrixXd derivatives_;
};

}  // namespace

StageSpec gaussian_fit() {
  return describe<GaussianFitting>("gaussian_fit", "Fits a Gaussian to each curve, by least squares.")
      .stateless()
      .field("max_evaluations", &GaussianFitting::Settings::max_evaluations,
             "How often the model may be evaluated for a curve.", at_least(1))
      .details(
          "Finds the amplitude, mean and deviation of y = amplitude · exp(-(x - mean)² / (2 deviation²)) with the "
          "least Σ (y - yᵢ)², by the method of Levenberg and Marquardt: the library Eigen's, which allocates memory "
          "for each curve. It begins at the point furthest from y = 0, with the deviation that gives the curve's "
          "area, and ends when a step promises less than 10⁻⁸ of the sum or of the parameters. The deviation is "
          "positive; amplitudes may be negative.\n"
          "The standard errors are the square roots of the diagonal of s² (JᵀJ)⁻¹, where J has the derivatives of the "
          "model and s² is the sum of squares over (points - 3): they hold for noise that is independent and alike "
          "in all points.\n"
          "Rejected are curves whose x and y are not as many, of less than 4 points, with points that are not finite, "
          "or "
          "without a peak (all y are the same, or the area is 0); those whose fit does not converge within "
          "`max_evaluations`; and those that do not determine all three (the determinant of JᵀJ, the columns of J "
          "brought to length 1, is at most 10⁻¹², or not finite).");
}

}  // namespace weir::transformers
