#include <weir/state.h>
#include <weir/v1/payloads.pb.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Sample;

/// The mean of the last `window` values, in constant time on average. Nothing is ever subtracted, so no rounding
/// error stays and a small value is exact again as soon as a huge one has left the window.
class Window {
 public:
  /// Takes a value in and gives the mean of the last `window` of them, or of as many as there are.
  double mean_with(double value, std::size_t window) {
    if (position_ == window) begin_again();
    sum_ += value;
    if (position_ == tails_.size()) {
      tails_.push_back(value);
    } else {
      tails_[position_] = value;
    }
    ++position_;
    const long double older = position_ < tails_.size() ? tails_[position_] : 0;
    return static_cast<double>((sum_ + older) / static_cast<long double>(tails_.size()));
  }

  void save(StateWriter& state) const { state.put(tails_).put(position_).put(sum_); }
  void load(StateReader& state) {
    tails_ = state.take<std::vector<long double>>();
    position_ = state.take<std::size_t>();
    sum_ = state.take<long double>();
  }

 private:
  /// Turns the values of the full window into sums over their ends, which are what the window still holds of them
  /// while new values replace them from the front.
  void begin_again() {
    for (std::size_t i = tails_.size() - 1; i-- > 0;) tails_[i] += tails_[i + 1];
    position_ = 0;
    sum_ = 0;
  }

  std::vector<long double> tails_;  ///< up to position_ new values, behind it sums over the ends of the old ones
  std::size_t position_ = 0;
  long double sum_ = 0;  ///< of the new values; more range and precision than the values need
};

class MovingAverage final : public Transformer<Sample, Sample> {
 public:
  struct Settings {
    std::uint32_t window = 16;
  };

  explicit MovingAverage(const Settings& settings) : window_(settings.window) {}

  void save(std::string& state) const override {
    StateWriter writer(state);
    writer.put(windows_.size());
    for (const auto& [name, window] : windows_) {
      writer.put(name);
      window.save(writer);
    }
  }
  void load(std::string_view state) override {
    StateReader reader(state);
    for (auto left = reader.take<std::size_t>(); left > 0; --left) windows_[reader.take<std::string>()].load(reader);
  }

  void transform(const Sample& in, Emitter<Sample>& out) override {
    if (!std::isfinite(in.value())) {
      throw RecordError("sample '" + in.name() + "' is " + std::to_string(in.value()) + ", which has no mean");
    }
    Sample& mean = out.emit();
    mean.CopyFrom(in);
    mean.set_value(windows_[in.name()].mean_with(in.value(), window_));
  }

 private:
  std::size_t window_;
  std::unordered_map<std::string, Window> windows_;
};

}  // namespace

StageSpec moving_average() {
  return describe<MovingAverage>("moving_average", "Mean of the last `window` samples of the same name.")
      .field("window", &MovingAverage::Settings::window, "Samples averaged.", at_least(1))
      .details(
          "Each sample is answered by one that carries the mean of the last `window` of its name, itself included, or "
          "of as many as there have been; unit, time and name are those of the newest. NaN and infinite samples are "
          "rejected and do not enter the mean.\n"
          "Each name takes up to 16 B × `window` of memory. With several replicas each averages the samples that it "
          "gets, so use one.");
}

}  // namespace weir::transformers
