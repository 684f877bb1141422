#pragma once

#include <cmath>

namespace weir::consumers {

/// A sum of doubles that keeps what each addition rounds away and adds it at the end (Neumaier, "Rundungsfehleranalyse
/// einiger Verfahren zur Summation endlicher Summen", 1974): its error does not grow with the number of values, so
/// their order does not show. Only finite values.
class CompensatedSum {
 public:
  void add(double value) {
    const double sum = sum_ + value;
    const bool sum_is_larger = std::abs(sum_) >= std::abs(value);
    lost_ += sum_is_larger ? (sum_ - sum) + value : (value - sum) + sum_;
    sum_ = sum;
  }

  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace weir::consumers
