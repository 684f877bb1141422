#include <weir/v1/payloads.pb.h>

#include <chrono>
#include <cstdint>
#include <thread>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;

constexpr std::chrono::nanoseconds kLongestWait = std::chrono::hours{24};

class Delay final : public Transformer<Message, Message> {
 public:
  struct Settings {
    std::chrono::nanoseconds each = std::chrono::milliseconds{1};
    std::string waits = "each";
  };

  explicit Delay(const Settings& settings) : settings_(settings), asks_value_(settings.waits != "each") {}

  void transform(const Message& in, Emitter<Message>& out) override {
    const std::chrono::nanoseconds wait = asks_value_ ? wait_for(value_of(in)) : settings_.each;
    if (wait.count() > 0) std::this_thread::sleep_until(std::chrono::steady_clock::now() + wait);
    out.emit().CopyFrom(in);
  }

 private:
  std::int64_t value_of(const Message& in) const {
    if (in.GetDescriptor() != Number::descriptor()) {
      throw StageError("delay: 'waits: " + settings_.waits + "' needs a weir.v1.Number, not a " + in.GetTypeName());
    }
    return static_cast<const Number&>(in).value();
  }

  std::chrono::nanoseconds wait_for(std::int64_t value) const {
    constexpr std::chrono::nanoseconds kNone{0};
    const std::chrono::nanoseconds each = settings_.each;
    if (settings_.waits == "even") return value % 2 == 0 ? each : kNone;
    if (value <= 0 || each == kNone) return kNone;
    if (value > kLongestWait / each) {
      throw RecordError(std::to_string(value) + " times " + to_text(each) + " is longer than " + to_text(kLongestWait));
    }
    return value * each;
  }

  Settings settings_;
  bool asks_value_;
};

}  // namespace

StageSpec delay() {
  return describe<Delay>("delay", "Takes its time: waits for each record, then passes it on as it is.")
      .stateless()
      .field("each", &Delay::Settings::each, "The wait for each record.",
             between<std::chrono::nanoseconds>(std::chrono::nanoseconds{0}, std::chrono::minutes{1}))
      .field("waits", &Delay::Settings::waits,
             "Which records wait: each, each whose number is even, or each for its value times `each`.",
             one_of({"each", "even", "value"}))
      .details(
          "Stands in for a stage that works slowly, to try out how a pipeline behaves when it can't keep up: a replica "
          "passes on at most one record per `each`. Takes records of any type and answers in the same. Waits on the "
          "monotonic clock, so a change of the time of day does not matter; a run that is to end waits for the batch "
          "at hand.\n"
          "`waits: even` and `waits: value` take numbers, and the stage fails at a record of another type. With "
          "`value` a number below 0 does not wait, and one that would wait longer than 24h is rejected; else no record "
          "ever is. With several replicas, and batches of one record, the records leave in the order of their waits: "
          "each replica waits for its own. A wait that may be longer than the `stall_after` of the stage's `restart` "
          "looks like a process that hangs.");
}

}  // namespace weir::transformers
