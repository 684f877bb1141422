#include <weir/settings.h>
#include <weir/state.h>
#include <weir/v1/lessons.pb.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "consumers/compensated_sum.h"
#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

using v1::GaussianFit;

/// The mean of one parameter of the fits, and its standard error.
class Estimates {
 public:
  void add(double value, double error) {
    values_.add(value);
    variances_.add(error * error);
  }

  void report(const std::string& name, std::int64_t count, Results& results) const {
    const auto estimates = static_cast<double>(count);
    results[name] = values_.value() / estimates;
    results[name + "_error"] = std::sqrt(variances_.value()) / estimates;
  }

 private:
  CompensatedSum values_;
  CompensatedSum variances_;
};

void check_finite(const char* name, double value, double error) {
  if (std::isfinite(value) && std::isfinite(error * error)) return;
  throw RecordError(std::string("a fit with ") + name + " " + to_text(value) + " ± " + to_text(error));
}

class FitSummary final : public Consumer<GaussianFit> {
 public:
  void load(std::string_view state) override {
    StateReader reader(state);
    count_ = reader.take<std::int64_t>();
    amplitude_ = reader.take<Estimates>();
    mean_ = reader.take<Estimates>();
    deviation_ = reader.take<Estimates>();
  }
  void save(std::string& state) const override {
    StateWriter(state).put(count_).put(amplitude_).put(mean_).put(deviation_);
  }

  void consume(const GaussianFit& in) override {
    check_finite("amplitude", in.amplitude(), in.amplitude_error());
    check_finite("mean", in.mean(), in.mean_error());
    check_finite("deviation", in.deviation(), in.deviation_error());
    ++count_;
    amplitude_.add(in.amplitude(), in.amplitude_error());
    mean_.add(in.mean(), in.mean_error());
    deviation_.add(in.deviation(), in.deviation_error());
  }

  Results results() const override {
    Results results{{"fits", count_}};
    if (count_ == 0) return results;
    amplitude_.report("amplitude", count_, results);
    mean_.report("mean", count_, results);
    deviation_.report("deviation", count_, results);
    return results;
  }

 private:
  std::int64_t count_ = 0;
  Estimates amplitude_;
  Estimates mean_;
  Estimates deviation_;
};

}  // namespace

StageSpec fit_summary() {
  return describe<FitSummary>("fit_summary", "Averages the parameters of fits.")
      .details(
          "The report's results hold {\"fits\": n, \"amplitude\": x, \"amplitude_error\": x, \"mean\": x, "
          "\"mean_error\": x, \"deviation\": x, \"deviation_error\": x}; of no fits only {\"fits\": 0}. Each parameter "
          "is the plain mean over the fits: weights of 1/error² would favour fits that happen to be low, as their "
          "errors are low too. Its error is √(Σ error²) / n, the standard error of that mean where the fits are "
          "independent.\n"
          "What each addition rounds away is kept and added at the end, so that the results are the same, to 10⁻¹² of "
          "the mean absolute value, in whatever order the fits arrive. A fit is rejected where a parameter, or "
          "the square of its error, is not finite.");
}

}  // namespace weir::consumers
