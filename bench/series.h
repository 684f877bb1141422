#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bench/subject.h"

namespace weir::bench {

/// A figure of several runs.
struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

/// Of at least one value.
Spread spread_of(std::vector<double> values);

/// The runs of one subject, in the order of the rounds.
struct Series {
  Subject subject;
  std::vector<Sample> samples;

  template <class Figure>
  std::vector<double> values(const Figure& figure) const {
    std::vector<double> found;
    found.reserve(samples.size());
    for (const Sample& sample : samples) found.push_back(static_cast<double>(figure(sample)));
    return found;
  }
  template <class Figure>
  double median(const Figure& figure) const {
    return spread_of(values(figure)).median;
  }
  std::vector<double> rates() const {
    return values([](const Sample& sample) { return sample.rate; });
  }
};

/// a[i] / b[i]: each pair from the same round, where they ran one soon after the other.
std::vector<double> ratios(std::span<const double> a, std::span<const double> b);

/// Whether all ratios are on one side of 1, so that the two can be ranked.
bool agree(std::span<const double> ratios);

/// Of how many times the median of `b` that of `a` is: what 95 of 100 resampled sessions gave.
struct Interval {
  double ratio = 0;
  double low = 0;
  double high = 0;
};

/// By the percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13), the same for
/// the same values. For values that were not measured side by side.
Interval ratio_of_medians(std::span<const double> a, std::span<const double> b);

}  // namespace weir::bench
