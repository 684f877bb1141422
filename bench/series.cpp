#include "bench/series.h"

#include <algorithm>
#include <cstdint>
#include <random>

namespace weir::bench {

namespace {

/// Nearest to the middle; of an even number of values the mean of both.
double median_of_sorted(std::span<const double> values) {
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double median_of(std::vector<double>& values) {
  std::ranges::sort(values);
  return median_of_sorted(values);
}

/// The median of as many values, each drawn from all of them.
double resampled_median(std::span<const double> values, std::vector<double>& drawn, std::mt19937_64& random) {
  drawn.clear();
  for (std::size_t i = 0; i < values.size(); ++i) drawn.push_back(values[random() % values.size()]);
  return median_of(drawn);
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  std::ranges::sort(values);
  return {median_of_sorted(values), values.front(), values.back()};
}

std::vector<double> ratios(std::span<const double> a, std::span<const double> b) {
  std::vector<double> found;
  found.reserve(a.size());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) found.push_back(a[i] / b[i]);
  return found;
}

bool agree(std::span<const double> ratios) {
  return std::ranges::all_of(ratios, [](double ratio) { return ratio > 1; }) ||
         std::ranges::all_of(ratios, [](double ratio) { return ratio < 1; });
}

Interval ratio_of_medians(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t kResamples = 4000;
  constexpr std::size_t kBeyondEachEnd = kResamples / 40;  // 2.5 of 100
  constexpr std::uint64_t kSeed = 1;
  std::mt19937_64 random(kSeed);
  std::vector<double> drawn;
  drawn.reserve(std::max(a.size(), b.size()));
  std::vector<double> found;
  found.reserve(kResamples);
  for (std::size_t i = 0; i < kResamples; ++i) {
    const double numerator = resampled_median(a, drawn, random);
    found.push_back(numerator / resampled_median(b, drawn, random));
  }
  std::ranges::sort(found);
  return {spread_of({a.begin(), a.end()}).median / spread_of({b.begin(), b.end()}).median, found[kBeyondEachEnd],
          found[kResamples - 1 - kBeyondEachEnd]};
}

}  // namespace weir::bench
