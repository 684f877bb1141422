#include <weir/v1/lessons.pb.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "producers/producers.h"
#include "producers/rounds.h"
#include "producers/split_mix.h"

namespace weir::producers {

namespace {

using v1::Curve;

constexpr double kFirstX = -5;
constexpr double kLastX = 5;
constexpr double kNarrowest = 0.001;  // the distance of two points, where there are the most

class NoisyGaussian final : public InRounds<Curve> {
 public:
  struct Settings {
    double amplitude = 1;
    double mean = 0;
    double deviation = 1;
    double noise = 0.05;
    std::uint32_t points = 100;
    std::uint64_t count = 0;
    std::uint64_t seed = 1;
  };

  explicit NoisyGaussian(const Settings& settings) : InRounds(1, settings.count), settings_(settings) {}

  void start() override {
    for (std::uint32_t i = 0; i < settings_.points; ++i) {
      const double x = kFirstX + (kLastX - kFirstX) * i / (settings_.points - 1);
      const double deviations = (x - settings_.mean) / settings_.deviation;
      x_.push_back(x);
      exact_y_.push_back(settings_.amplitude * std::exp(-deviations * deviations / 2));
    }
  }

  bool produce(Emitter<Curve>& out) override {
    if (rounds().has_ended()) return false;
    Curve& curve = out.emit_reused();
    curve.mutable_x()->Assign(x_.begin(), x_.end());
    curve.mutable_y()->Assign(exact_y_.begin(), exact_y_.end());
    SplitMix random(settings_.seed, rounds().taken());
    std::normal_distribution<double> normal;  // a new one, as it keeps something from one number to the next
    for (double& y : *curve.mutable_y()) y += settings_.noise * normal(random);
    rounds().take();
    return true;
  }

 private:
  Settings settings_;
  std::vector<double> x_;
  std::vector<double> exact_y_;  ///< without noise
};

}  // namespace

StageSpec noisy_gaussian() {
  return describe<NoisyGaussian>("noisy_gaussian", "Makes curves: a Gaussian with noise, to be fitted.")
      .field("amplitude", &NoisyGaussian::Settings::amplitude, "The height of the peak.")
      .field("mean", &NoisyGaussian::Settings::mean, "The x of the peak.")
      .field("deviation", &NoisyGaussian::Settings::deviation, "The standard deviation of the Gaussian, along x.",
             at_least(kNarrowest))
      .field("noise", &NoisyGaussian::Settings::noise, "The standard deviation of the noise, along y.", at_least(0.0))
      .field("points", &NoisyGaussian::Settings::points, "Points of each curve.", between(4, 10'000))
      .field("count", &NoisyGaussian::Settings::count, "How many curves; 0: endless.")
      .field("seed", &NoisyGaussian::Settings::seed, "Other seeds make other noise.")
      .details(
          "y = amplitude · exp(-(x - mean)² / (2 deviation²)) + noise · n, with an n of the standard normal "
          "distribution for each point. The x stand evenly from -5 to 5, both included. The noise follows from the "
          "seed and the number of the curve: each run makes the same, and so does each replica.");
}

}  // namespace weir::producers
