#include <weir/v1/payloads.pb.h>

#include <cstdint>

#include "producers/producers.h"
#include "producers/rounds.h"

namespace weir::producers {

namespace {

using v1::Number;

class Constant final : public InRounds<Number> {
 public:
  struct Settings {
    std::int64_t value = 1;
    std::uint64_t count = 0;
  };

  explicit Constant(const Settings& settings) : InRounds(1, settings.count), value_(settings.value) {}

  bool produce(Emitter<Number>& out) override {
    if (rounds().has_ended()) return false;
    rounds().take();
    out.emit().set_value(value_);
    return true;
  }

 private:
  std::int64_t value_;
};

}  // namespace

StageSpec constant() {
  return describe<Constant>("constant", "The same number again and again.")
      .field("value", &Constant::Settings::value, "The number.")
      .field("count", &Constant::Settings::count, "How many times; 0: endless.")
      .details("Gives work that costs the same for each record, to compare how it is shared out. Never fails.");
}

}  // namespace weir::producers
