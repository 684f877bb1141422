#include <weir/v1/payloads.pb.h>

#include <cmath>
#include <cstdint>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;
using v1::Sample;

class Trig final : public Transformer<Number, Sample> {
 public:
  struct Settings {
    std::uint32_t iterations = 10;
  };

  explicit Trig(const Settings& settings) : iterations_(settings.iterations) {}

  void transform(const Number& in, Emitter<Sample>& out) override {
    auto x = static_cast<double>(in.value());
    for (std::uint32_t i = 0; i < iterations_; ++i) x += std::cos(x) + std::sin(x);
    out.emit().set_value(x);
  }

 private:
  std::uint32_t iterations_;
};

}  // namespace

StageSpec trig() {
  return describe<Trig>("trig", "Computes sines and cosines, to keep a processor busy.")
      .stateless()
      .field("iterations", &Trig::Settings::iterations, "How often sine and cosine are added.", between(1, 1'000'000))
      .details(
          "Starts with x = the number, in radians, and adds cos x + sin x to x so many times. The answer is a sample "
          "with the last x as its value, and neither name nor time nor unit. A number beyond ±2⁵³ is rounded to a "
          "double first. Never rejects a record.");
}

}  // namespace weir::transformers
