#include <weir/v1/payloads.pb.h>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Sample;

class Threshold final : public Transformer<Sample, Sample> {
 public:
  struct Settings {
    std::string pass = "above";
    double level = 0;
    std::string name;
  };

  explicit Threshold(const Settings& settings)
      : passes_above_(settings.pass == "above"), level_(settings.level), name_(settings.name) {}

  void transform(const Sample& in, Emitter<Sample>& out) override {
    if (!name_.empty() && in.name() != name_) return;
    if (passes_above_ ? in.value() > level_ : in.value() < level_) out.emit().CopyFrom(in);
  }

 private:
  bool passes_above_;
  double level_;
  std::string name_;
};

}  // namespace

StageSpec threshold() {
  return describe<Threshold>("threshold", "Passes the samples whose value is above, or below, a level.")
      .stateless()
      .field("level", &Threshold::Settings::level, "The level, in the unit of the samples.", required())
      .field("pass", &Threshold::Settings::pass, "Which side of the level passes.", one_of({"above", "below"}))
      .field("name", &Threshold::Settings::name, "Passes only samples of this name; empty: of any name.")
      .details(
          "A value that equals the level is neither above nor below it and does not pass, nor does NaN. Two thresholds "
          "in a row pass a band. What does not pass is left out, not rejected.");
}

}  // namespace weir::transformers
