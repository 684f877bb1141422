#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <vector>

#include "producers/producers.h"
#include "producers/rounds.h"

namespace weir::producers {

namespace {

using v1::Number;

class Sequence final : public InRounds<Number> {
 public:
  struct Settings {
    std::vector<std::int64_t> values;
    std::uint64_t repeat = 1;
  };

  explicit Sequence(const Settings& settings)
      : InRounds(settings.values.size(), settings.repeat), values_(settings.values) {}

  bool produce(Emitter<Number>& out) override {
    if (rounds().has_ended()) return false;
    out.emit().set_value(values_[rounds().take()]);
    return true;
  }

 private:
  std::vector<std::int64_t> values_;
};

}  // namespace

StageSpec sequence() {
  return describe<Sequence>("sequence", "The numbers of a list, in order, again and again.")
      .field("values", &Sequence::Settings::values, "The numbers.", required())
      .field("repeat", &Sequence::Settings::repeat, "How often the whole list comes; 0: endless.")
      .details("Record i, from 0 on, is values[i modulo their count]. An empty list gives no record. Never fails.");
}

}  // namespace weir::producers
