#include <weir/v1/payloads.pb.h>

#include <string>
#include <utility>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Sample;

class Scale final : public Transformer<Sample, Sample> {
 public:
  struct Settings {
    double factor = 1;
    double offset = 0;
    std::string unit;
  };

  explicit Scale(Settings settings) : settings_(std::move(settings)) {}

  void transform(const Sample& in, Emitter<Sample>& out) override {
    Sample& scaled = out.emit();
    scaled.CopyFrom(in);
    scaled.set_value(in.value() * settings_.factor + settings_.offset);
    if (!settings_.unit.empty()) scaled.set_unit(settings_.unit);
  }

 private:
  Settings settings_;
};

}  // namespace

StageSpec scale() {
  return describe<Scale>("scale", "Converts samples: value × factor + offset.")
      .stateless()
      .field("factor", &Scale::Settings::factor, "What the value is multiplied by.")
      .field("offset", &Scale::Settings::offset, "What is added then, in the new unit.")
      .field("unit", &Scale::Settings::unit, "The new unit; empty: the unit stays.")
      .details(
          "Name and time stay. Computes in double precision (IEEE 754): NaN stays NaN, and a value beyond 1.8e308 "
          "becomes infinite. Never rejects a sample.\n"
          "From degrees Celsius to kelvins: factor 1, offset 273.15, unit K.");
}

}  // namespace weir::transformers
